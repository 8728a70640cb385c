import type { SuppressedBy } from '../domain/alert.ts';
import type { Instant } from '../domain/time.ts';
import type { Inhibitor } from './inhibit.ts';
import type { AlertingConfig, InstanceRecord, Silence, ZoneOffset } from './model.ts';
import { isMuting, mutedBy, outsideOf } from './mute.ts';
import { isActive, silencedBy } from './silence.ts';

/** What holds an instance back, and which of its kind. */
export interface HeldBack {
  readonly by: SuppressedBy;
  readonly because: string;
}
export type Suppressor = (instance: InstanceRecord) => HeldBack | null;

/** The three ways of holding back, in their order: inhibition, mute time, silence. The first that applies is named. */
export function createSuppressor(
  inhibitor: Inhibitor,
  { muteTimes, activeTimes }: Pick<AlertingConfig, 'muteTimes' | 'activeTimes'>,
  silences: readonly Silence[],
  now: Instant,
  zoneOffset: ZoneOffset,
): Suppressor {
  const muting = muteTimes.filter((muteTime) => isMuting(muteTime, now, zoneOffset));
  const on = new Set(activeTimes.filter((time) => isMuting(time, now, zoneOffset)));
  const active = silences.filter((silence) => isActive(silence, now));
  return (instance) => {
    const source = inhibitor(instance);
    if (source !== null) return { by: 'inhibit', because: source };
    const muted = mutedBy(instance, muting) ?? outsideOf(instance, activeTimes, on);
    if (muted !== null) return { by: 'mute-time', because: muted };
    const silenced = silencedBy(instance, active);
    return silenced === null ? null : { by: 'silence', because: silenced };
  };
}
