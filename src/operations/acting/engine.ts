import type { AuditEntry } from '../../domain/audit.ts';
import { isRefusal, type Refusal, refuse } from '../../domain/authority.ts';
import type { Agent, Run } from '../../domain/run.ts';
import { follows } from '../../domain/run.ts';
import type { Instant } from '../../domain/time.ts';
import { shortHash } from './plan-hash.ts';
import type { ActingParts } from './ports.ts';
import { unknownRun } from './refusals.ts';

/** The hands by which the bot does what nobody asks for at that moment: expiry, recovery. */
export const bot: Agent = { person: '', actor: 'bot', slackUserId: null };

/** What an act leaves besides the changed run: its entry, and lines for the thread. */
export interface Change {
  readonly run: Run;
  readonly entry?: AuditEntry;
  readonly lines?: readonly { readonly text: string; readonly to?: Agent }[];
}

/** What all acts share: changes by compare-and-set, audit entries, and what to do when neither can be written. */
export interface Engine {
  readonly parts: ActingParts;
  /**
   * Applies `decide` to the newest version until nobody was quicker. Change, entry and message are durable together or
   * not at all. Null from `decide`: nothing is to be changed, and the run comes back as it is.
   */
  change(
    id: string,
    decide: (run: Run, now: Instant) => Change | Refusal | null,
  ): Promise<Run | Refusal>;
  /** Audits a refusal; answers it. */
  refused(refusal: Refusal, about: Omit<EntryParts, 'at' | 'outcome'>): Promise<Refusal>;
  /** Why no act is taken now; null: acts are. */
  closed(): Promise<Refusal | null>;
  now(): Promise<Instant>;
  /** Sends the head of the audit log to where the bot cannot edit it. What fails is tried again by `tick`. */
  anchor(): Promise<void>;
  /** Something could not be written: nothing more is taken on until it can (S48). */
  cannotWrite(cause: unknown, run: Run | null, line: string): Promise<void>;
  /** Tries whether writing works again, and sends the anchor that is due. */
  mend(): Promise<void>;
  stop(): void;
}

export interface EntryParts {
  readonly at: Instant;
  readonly by: Agent;
  readonly act: string;
  readonly run: Pick<Run, 'id' | 'hash' | 'order' | 'plan'> | null;
  readonly action: string;
  readonly environment: string;
  readonly outcome: AuditEntry['outcome'];
  readonly detail?: AuditEntry['detail'];
}

function entryOf(parts: EntryParts): AuditEntry {
  const { at, by, act, run, action, environment, outcome, detail = {} } = parts;
  return {
    at,
    actor: by.actor,
    person: by.person === '' ? null : by.person,
    action,
    environment,
    outcome,
    detail: { act, ...(run === null ? {} : aboutRun(run)), ...detail },
  };
}

function aboutRun({ id, hash, plan: { approversOf = [] } }: NonNullable<EntryParts['run']>) {
  // Of a run that takes another environment's data both are named (S17).
  const others = approversOf.length === 0 ? {} : { with: approversOf.join(', ') };
  return { run: id, plan: shortHash(hash), ...others };
}

/** An entry about a run. */
export function runEntry(
  run: Run,
  rest: Pick<EntryParts, 'at' | 'by' | 'act' | 'outcome' | 'detail'>,
): AuditEntry {
  const { operation, environment } = run.order;
  return entryOf({ ...rest, run, action: operation, environment });
}

/** More than ever press at once. */
const mostTries = 100;

export function createEngine(parts: ActingParts): Engine {
  const { runs, transaction, audit, log } = parts;
  let unwritable = false;
  let anchorDue = false;
  let stopping = false;

  async function now(): Promise<Instant> {
    return (await parts.clock()).at;
  }

  /** Words of ours that cannot be put together must not undo what was decided. */
  async function say(what: () => Promise<void>): Promise<void> {
    try {
      await what();
    } catch (err) {
      log.error({ err }, 'A message about a run could not be written');
    }
  }

  async function apply(before: Run, { run, entry, lines = [] }: Change): Promise<Run | null> {
    if (run.state !== before.state && !follows[before.state].includes(run.state))
      throw new Error(`A run that is ${before.state} cannot become ${run.state}`);
    const next: Run = { ...run, version: before.version + 1 };
    return transaction(async () => {
      if (!(await runs.replace(next))) return null;
      if (entry !== undefined) await audit(entry);
      // Before it is confirmed a plan is between the requester and us.
      if (next.confirmedAt !== null) {
        await say(() => parts.show(next));
        for (const { text, to } of lines) await say(() => parts.tell(next, text, to));
      }
      return next;
    });
  }

  return {
    parts,
    now,

    async change(id, decide) {
      for (let tries = 0; tries < mostTries; tries += 1) {
        const before = await runs.find(id);
        if (before === null) return unknownRun(id);
        const decided = decide(before, await now());
        if (decided === null) return before;
        if (isRefusal(decided)) return decided;
        const after = await apply(before, decided);
        if (after !== null) return after;
      }
      throw new Error(`${id} is changed by others all the time, or its version is not its own`);
    },

    async refused(refusal, about) {
      const detail = { ...about.detail, rule: refusal.rule, why: refusal.message };
      try {
        await audit(entryOf({ ...about, at: await now(), outcome: 'refused', detail }));
      } catch (err) {
        await this.cannotWrite(err, null, 'A refusal could not be written into the audit log.');
      }
      return refusal;
    },

    async closed() {
      if (stopping)
        return refuse('shutdown', 'hart is stopping.', 'Ask again once it has started anew.');
      if (unwritable)
        return refuse(
          'S48',
          'hart cannot write its audit log, so it takes nothing on.',
          "An admin looks at the store's disk; hart goes on by itself once it can write.",
        );
      if ((await parts.clock()).steppedBack)
        return refuse(
          'S47',
          "The clock of hart's machine went back, so expiry and order cannot be trusted.",
          'An admin sets the clock right; hart goes on by itself then.',
        );
      return parts.closed();
    },

    async anchor() {
      try {
        await parts.anchor();
        anchorDue = false;
      } catch (err) {
        anchorDue = true;
        log.error({ err }, 'The head of the audit log could not be anchored');
      }
    },

    async cannotWrite(cause, run, line) {
      log.error({ err: cause, run: run?.id }, 'The store cannot be written');
      if (unwritable) return;
      unwritable = true;
      await parts
        .shout(run, line)
        .catch((failure: unknown) => log.error({ err: failure }, 'The second path failed too'));
    },

    async mend() {
      if (unwritable) {
        const at = await now();
        await audit(writableAgain(at));
        unwritable = false;
      }
      if (anchorDue) await this.anchor();
    },

    stop() {
      stopping = true;
    },
  };
}

function writableAgain(at: Instant): AuditEntry {
  const detail = { why: 'the store could not be written; now it can' };
  return {
    at,
    actor: bot.actor,
    person: null,
    action: 'store',
    environment: null,
    outcome: 'done',
    detail,
  };
}
