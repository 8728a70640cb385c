import { z } from 'zod';
import { parseDuration } from '../domain/time.ts';

/** `90s`, `5m`, `4h`, `1d`; milliseconds inside. */
export const durationField = z
  .string()
  .regex(/^(\d+(ms|[smhdw]))+$/, 'is no duration')
  .meta({ description: 'A length of time such as 90s, 5m, 4h or 1d' })
  .transform((text) => parseDuration(text) ?? 0);

const units = [
  ['MB', 2 ** 20],
  ['GB', 2 ** 30],
  ['TB', 2 ** 40],
] as const;

/** `500MB`, `1GB`, `1.5TB`; bytes inside. */
export const sizeField = z
  .string()
  .regex(/^\d{1,6}(\.\d{1,3})?(MB|GB|TB)$/, 'is no size')
  .meta({ description: 'A size such as 500MB, 1GB or 1.5TB' })
  .transform((text) => {
    const [, bytes = 1] = units.find(([unit]) => text.endsWith(unit)) ?? [];
    return Math.round(Number.parseFloat(text) * bytes);
  });

/** `08:00`, on the 24 hour clock. */
export const timeOfDayField = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is no time of day')
  .meta({ description: 'A time of day such as 08:00' });

/** `daily 01:00`, or an interval such as `15m`, counted from midnight. */
export const backupTimeField = z
  .string()
  .regex(/^(daily ([01]\d|2[0-3]):[0-5]\d|(\d+[mhd])+)$/, 'is no time of a backup')
  .meta({ description: 'daily 01:00, or an interval from midnight on such as 15m or 6h' })
  .refine((text) => text.startsWith('daily ') || (parseDuration(text) ?? 0) >= 60_000, {
    error: 'is shorter than a minute',
  })
  .transform((text) =>
    text.startsWith('daily ')
      ? ({ kind: 'daily', time: text.slice('daily '.length) } as const)
      : ({ kind: 'every', interval: parseDuration(text) ?? 0 } as const),
  );

/** As `08:00`, or `24:00`: the end of the day. */
export const endOfDayField = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'is no time of day')
  .meta({ description: 'A time of day such as 06:00, or 24:00' });

export const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
export const dayField = z.enum(days);

/** `Mon 09:00`, on the 24 hour clock. */
export const weekTimeField = z
  .string()
  .regex(/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([01]\d|2[0-3]):[0-5]\d$/, 'is no day and time')
  .meta({ description: 'A day and time of the week such as Mon 09:00' });

/** `1 08:00`: a day that every month has. */
export const monthTimeField = z
  .string()
  .regex(/^([1-9]|1\d|2[0-8]) ([01]\d|2[0-3]):[0-5]\d$/, 'is no day (1 to 28) and time')
  .meta({ description: 'A day of the month, 1 to 28, and a time of day, such as 1 08:00' });

/** A zone of the IANA database that this runtime knows. */
export const timeZoneField = z
  .string()
  .refine(isTimeZone, 'is no time zone')
  .meta({ description: 'A time zone of the IANA database, such as Europe/Berlin' });

export const portField = z.int().min(1).max(65_535);

export const webUrlField = z
  .string()
  .refine(isWebUrl, 'is no http or https address')
  .meta({ description: 'An address such as https://api-1.internal:8443' });

/** A channel's id, not its name: names change, and anyone can make a channel of an old name. */
export const channelField = z
  .string()
  .regex(/^[CG][A-Z0-9]{2,}$/, 'is no channel id')
  .meta({ description: 'The id of a Slack channel (C0123ABCD), from its details in Slack' });

export const slackUserField = z.string().regex(/^[UW][A-Z0-9]{2,}$/, 'is no Slack user id');

export const userGroupField = z.string().regex(/^S[A-Z0-9]{2,}$/, 'is no Slack user group id');

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== '';
  } catch {
    return false;
  }
}

function isWebUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** A star stands for the rest of a name where names are compared, and a line break ends a comment. */
/** Of a database, not of the server: those that begin with sp_ or xp_ are found there. */
export const procedureField = z
  .string()
  .regex(
    /^[A-Za-z_][\w$#]{0,127}\.(?!sp_|xp_)[A-Za-z_][\w$#]{0,127}$/i,
    'is no name of a procedure as schema.procedure, without brackets',
  );

export const databaseField = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^*\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u, 'has a star or a control character in it');
