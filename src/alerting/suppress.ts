import type { SuppressedBy } from '../domain/alert.ts';
import type { Instant } from '../domain/time.ts';
import type { Inhibitor } from './inhibit.ts';
import type { AlertingConfig, InstanceRecord, Silence, ZoneOffset } from './model.ts';
import { isMuting, mutedBy } from './mute.ts';
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
  { muteTimes }: Pick<AlertingConfig, 'muteTimes'>,
  silences: readonly Silence[],
  now: Instant,
  zoneOffset: ZoneOffset,
): Suppressor {
  const muting = muteTimes.filter((muteTime) => isMuting(muteTime, now, zoneOffset));
  const active = silences.filter((silence) => isActive(silence, now));
  return (instance) => {
    const source = inhibitor(instance);
    if (source !== null) return { by: 'inhibit', because: source };
    const muted = mutedBy(instance, muting);
    if (muted !== null) return { by: 'mute-time', because: muted };
    const silenced = silencedBy(instance, active);
    return silenced === null ? null : { by: 'silence', because: silenced };
  };
}
