import { z } from 'zod';
import { dayField, endOfDayField, timeOfDayField, timeZoneField } from './fields.ts';

/** Hours of the week for some alerts, by the wall clock of a zone. */
const weekHours = z.strictObject({
  name: z.string().regex(/^[A-Za-z][\w -]{0,39}$/, 'is no name of a few words'),
  /** Labels that must all agree: alert, severity, check, target, and those of the alert. */
  matchers: z
    .record(z.string().min(1), z.string().min(1))
    .refine((all) => Object.keys(all).length > 0, 'names no label'),
  /** The days on which the hours begin; every day when left out. */
  days: z.array(dayField).default([]),
  from: timeOfDayField,
  /** Not after `from`: ends on the next day. */
  to: endOfDayField,
  timeZone: timeZoneField.default('UTC'),
});

export type WeekHours = z.output<typeof weekHours>;

/** When matching alerts are not announced. */
export const muteTimesSchema = z.array(weekHours).max(50).default([]);
/** The only times at which matching alerts are announced. */
export const activeTimesSchema = z.array(weekHours).max(50).default([]);
