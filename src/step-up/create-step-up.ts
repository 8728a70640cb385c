import { type Refusal, refuse } from '../domain/authority.ts';
import { formatDuration, type Instant, MINUTE } from '../domain/time.ts';
import { type Enrolment, openEnrolment, sealEnrolment } from './enrolment.ts';
import { enrolmentUri, newSecret, stepOf } from './one-time-code.ts';
import { createSeal } from './seal.ts';

/** Where enrolments are kept, one text a person. */
export interface EnrolmentStore {
  load(person: string): Promise<string | null>;
  /** Writes only if what is stored is still `before`; false: someone was quicker. */
  replace(person: string, before: string | null, after: string): Promise<boolean>;
}

/** One-time codes: a second proof of who someone is, where a click is not enough (safety rule S44). */
export interface StepUp {
  /** Null: the code is right, and used up. */
  verify(person: string, code: string | undefined): Promise<Refusal | null>;
  /** A new secret for a person, of no use until an admin who is somebody else admits it. */
  enrol(person: string): Promise<{ readonly uri: string } | Refusal>;
  admit(person: string, admin: string): Promise<Refusal | null>;
}

export const mostTries = 5;
const lockedFor = 15 * MINUTE;

/** @param secretKey HART_SECRET_KEY; null refuses everything that needs a code. */
export function createStepUp(options: {
  readonly secretKey: string | null;
  readonly store: EnrolmentStore;
  /** The store's clock, which never goes back. */
  readonly now: () => Instant;
}): StepUp {
  const { secretKey, store, now } = options;
  const seal = secretKey === null ? null : createSeal(secretKey, 'one-time codes');

  async function read(person: string) {
    if (seal === null) return noKey;
    const text = await store.load(person);
    if (text === null) return { seal, text, enrolment: null };
    const enrolment = openEnrolment(text, person, seal);
    return enrolment === null ? forged(person) : { seal, text, enrolment };
  }

  return {
    async verify(person, code) {
      for (;;) {
        const found = await read(person);
        if ('rule' in found) return found;
        const { enrolment, text } = found;
        if (enrolment === null) return notEnrolled(person);
        if (enrolment.admittedBy === null) return notAdmitted(person);
        const judged = judge(enrolment, code, now());
        if (judged.next === null) return judged.refusal;
        // Two at once with one code: the second reads again, and finds it used.
        if (await store.replace(person, text, sealEnrolment(judged.next, found.seal)))
          return judged.refusal;
      }
    },

    async enrol(person) {
      const found = await read(person);
      if ('rule' in found) return found;
      const secret = newSecret();
      const fresh = {
        person,
        secret,
        admittedBy: null,
        lastStep: null,
        wrong: 0,
        lockedUntil: null,
      };
      if (!(await store.replace(person, found.text, sealEnrolment(fresh, found.seal))))
        return again;
      return { uri: enrolmentUri(person, secret) };
    },

    async admit(person, admin) {
      if (person === admin) return ownEnrolment;
      const found = await read(person);
      if ('rule' in found) return found;
      const { enrolment, text } = found;
      if (enrolment === null) return notEnrolled(person);
      const admitted = sealEnrolment({ ...enrolment, admittedBy: admin }, found.seal);
      return (await store.replace(person, text, admitted)) ? null : again;
    },
  };
}

/** What a code comes to. `next` null: nothing is to be remembered. */
function judge(
  enrolment: Enrolment,
  code: string | undefined,
  now: Instant,
): { readonly next: Enrolment | null; readonly refusal: Refusal | null } {
  const { lockedUntil, wrong, lastStep, secret } = enrolment;
  if (lockedUntil !== null && now < lockedUntil)
    return { next: null, refusal: locked(lockedUntil - now) };
  if (code === undefined || code === '') return { next: null, refusal: noCode };
  const step = stepOf(code.replaceAll(/\s/g, ''), secret, now);
  if (step !== null && (lastStep === null || step > lastStep))
    return { next: { ...enrolment, lastStep: step, wrong: 0, lockedUntil: null }, refusal: null };
  const tries = wrong + 1;
  if (tries >= mostTries)
    return {
      next: { ...enrolment, wrong: 0, lockedUntil: now + lockedFor },
      refusal: locked(lockedFor),
    };
  return {
    next: { ...enrolment, wrong: tries, lockedUntil: null },
    refusal: step === null ? wrongCode(mostTries - tries) : usedCode,
  };
}

const noKey = refuse(
  'no-secret-key',
  'One-time codes are wanted here, and hart has no key to keep their secrets.',
  'An admin sets HART_SECRET_KEY or HART_SECRET_KEY_FILE and restarts hart.',
);
const noCode = refuse(
  'code-wanted',
  'This wants the present code of your authenticator app.',
  'Give the six digits that the app shows for hart.',
);
const usedCode = refuse(
  'code-used',
  'That code was used already.',
  'Wait for the next one, at most 30 s.',
);
const ownEnrolment = refuse(
  'own-enrolment',
  'Nobody admits their own one-time codes.',
  'Another admin runs `hart admit` for you.',
);
const again = refuse(
  'changed-meanwhile',
  'Someone else changed this at the same moment.',
  'Nothing was changed. Try again.',
);

function wrongCode(left: number): Refusal {
  const tries = left === 1 ? 'One more try' : `${left} more tries`;
  return refuse(
    'code-wrong',
    'That is not the present code.',
    `${tries}. If it stays so, compare the clock of your phone with that of the server.`,
  );
}

function locked(left: number): Refusal {
  return refuse(
    'code-locked',
    `After ${mostTries} wrong codes none is taken for a while.`,
    `Try again in ${formatDuration(left)}. If that was not you, tell an admin.`,
  );
}

function notEnrolled(person: string): Refusal {
  return refuse(
    'not-enrolled',
    `${person} has no one-time codes yet.`,
    'Run `hart enrol` on the server of the bot, then another admin runs `hart admit`.',
  );
}

function notAdmitted(person: string): Refusal {
  return refuse(
    'not-admitted',
    `The one-time codes of ${person} are not admitted yet.`,
    `Another admin runs \`hart admit ${person}\`.`,
  );
}

function forged(person: string): Refusal {
  return refuse(
    'enrolment-broken',
    `What is stored of the one-time codes of ${person} was not written by hart with its present key.`,
    'If HART_SECRET_KEY was changed, enrol anew. If not, someone changed the store: look at the audit log.',
  );
}
