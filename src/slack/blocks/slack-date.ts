import type { Instant } from '../../domain/time.ts';

const shapes = {
  /** `14:02:11` */
  time: ['{time_secs}', (iso: string) => `${iso.slice(11, 19)} UTC`],
  /** `14:02` */
  minute: ['{time}', (iso: string) => `${iso.slice(11, 16)} UTC`],
  /** `today at 14:02` */
  moment: [
    '{date_short_pretty} {time}',
    (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`,
  ],
  /** `today at 14:02:11` */
  second: [
    '{date_short_pretty} {time_secs}',
    (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`,
  ],
  /** `23 November 2026` */
  day: ['{date_long}', (iso: string) => iso.slice(0, 10)],
} as const;

/** An exact time in the reader's own zone; old clients and notifications read UTC. */
export function slackDate(at: Instant, shape: keyof typeof shapes): string {
  const [pattern, fallback] = shapes[shape];
  return `<!date^${Math.floor(at / 1000)}^${pattern}|${fallback(new Date(at).toISOString())}>`;
}

/** The same for places that are not parsed: `2026-11-23 14:02 UTC`. */
export function plainDate(at: Instant, shape: keyof typeof shapes): string {
  return shapes[shape][1](new Date(at).toISOString());
}
