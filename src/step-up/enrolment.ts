import { z } from 'zod';
import type { Seal } from './seal.ts';

/** What is kept of one person's one-time codes. All of it is sealed: a row that grants must not be written by hand (S45). */
const enrolmentSchema = z.strictObject({
  person: z.string(),
  secret: z.string(),
  /** Another admin has admitted it. */
  admittedBy: z.string().nullable(),
  /** The newest time step whose code was taken: no code counts twice. */
  lastStep: z.number().nullable(),
  /** Wrong codes in a row. */
  wrong: z.number(),
  lockedUntil: z.number().nullable(),
});
export type Enrolment = Readonly<z.output<typeof enrolmentSchema>>;

export function sealEnrolment(enrolment: Enrolment, seal: Seal): string {
  return seal.close(JSON.stringify(enrolment), enrolment.person);
}

/** Null: not written by a bot with this key, or of someone else. */
export function openEnrolment(closed: string, person: string, seal: Seal): Enrolment | null {
  const text = seal.open(closed, person);
  if (text === null) return null;
  const read = enrolmentSchema.safeParse(JSON.parse(text));
  return read.success && read.data.person === person ? read.data : null;
}
