import type { AlertingConfig, InstanceRecord, ZoneOffset } from '../alerting/model.ts';
import { isAbout, isMuting, nextChange } from '../alerting/mute.ts';
import { isHeld } from '../alerting/step.ts';
import type { QuietView } from '../domain/status.ts';
import type { Instant } from '../domain/time.ts';

/** The configured hours that keep something quiet now, by name: a mute time that is on, an active time that is not. */
export function quietNow(
  { muteTimes, activeTimes }: Pick<AlertingConfig, 'muteTimes' | 'activeTimes'>,
  instances: Iterable<InstanceRecord>,
  now: Instant,
  zoneOffset: ZoneOffset,
): readonly QuietView[] {
  const firing = [...instances].filter(({ phase }) => isHeld(phase));
  const muting = muteTimes.filter((time) => isMuting(time, now, zoneOffset));
  const on = activeTimes.filter((time) => isMuting(time, now, zoneOffset));
  const off = activeTimes.filter((time) => !on.includes(time));
  return [
    ...muting.map((time) => ({
      name: time.name,
      until: nextChange(time, now, zoneOffset),
      held: firing.filter((instance) => isAbout(time, instance)).length,
    })),
    ...off.map((time) => ({
      name: `outside ${time.name}`,
      until: nextChange(time, now, zoneOffset),
      held: firing.filter(
        (instance) => isAbout(time, instance) && !on.some((other) => isAbout(other, instance)),
      ).length,
    })),
  ];
}
