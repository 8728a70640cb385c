import { formatNumber } from '../../domain/format-value.ts';
import type { JsonObject } from '../../domain/json.ts';
import { objectIn, textIn } from '../../domain/json-fields.ts';
import { MINUTE, SECOND } from '../../domain/time.ts';
import { fillTemplate } from '../acting/fill-template.ts';
import type { StepContext, StepKind, StepOutcome } from '../acting/operation.ts';
import { stepFailed } from '../acting/step-failed.ts';
import { type Comparison, compareKeys, type KeyPages } from './compare-keys.ts';
import { type EntityType, entityFromJson } from './entity-type.ts';
import { keyPages } from './key-pages.ts';
import { batchSize, mostWaiting } from './plan-resync.ts';

/** How long the queue may give no room, and the worker take nothing, before it counts as standing still. */
const patience = 10 * MINUTE;
const pause = 2 * SECOND;

export const sendEntity: StepKind = {
  async perform(context) {
    const { session, ports, signal, progress } = context;
    const entity = entityOf(context);
    if (session === null) return stepFailed('There is no connection.', null, notSent);
    const statement = fillTemplate(ports.template('resync-batch'), {
      HartDatabase: ports.settings.database,
    });
    const parameters = {
      token: { type: 'text', value: textIn(context.step.input, 'token') },
      entity: { type: 'text', value: entity.name },
      batch: { type: 'int', value: batchSize },
      depth: { type: 'int', value: mostWaiting },
    } as const;
    let sent = 0;
    let lastSent = ports.now();
    for (;;) {
      if (signal.aborted) return cancelled(sent);
      const answer = await session.run(statement, parameters, { signal });
      if (!answer.ok) {
        if (answer.trouble.kind === 'cancelled') return cancelled(sent);
        return stepFailed('A batch was not sent.', answer.trouble.detail, goesOn);
      }
      const row = answer.value[0] ?? {};
      const outcome = String(row['outcome'] ?? '');
      const many = Number(row['enqueued'] ?? 0);
      sent += many;
      if (many > 0) lastSent = ports.now();
      progress({
        percent: share(row['last_key'], row['high_water_key']),
        note: `${sent} sent, ${Number(row['queue_depth'] ?? 0)} waiting${outcome === 'waiting' ? `; goes on when fewer than ${formatNumber(mostWaiting)} wait` : ''}`,
        left: null,
      });
      if (outcome === 'done') return { kind: 'done', note: `${sent} sent.` };
      if (outcome === 'stopped')
        return stepFailed(
          'Endpoints grow faster than waiting messages explain: nobody ends their dialogs.',
          null,
          `${sent} were sent. Look at the sync worker, then ask again.`,
        );
      if (outcome === 'waiting') {
        if (ports.now() - lastSent > patience)
          return stepFailed(
            'The queue gave no room for 10 minutes.',
            null,
            `${sent} were sent. ${goesOn}`,
          );
        await ports.sleep(pause);
      }
    }
  },
  examine: async () => ({
    kind: 'again',
    note: 'the progress is kept in dbo.HartResyncProgress, and it goes on from there',
  }),
};

export const drainQueue: StepKind = {
  async perform({ session, ports, signal, progress }) {
    const dialogs = fillTemplate(ports.template('resync-end-dialogs'), {
      HartDatabase: ports.settings.database,
    });
    let least = Number.POSITIVE_INFINITY;
    let moved = ports.now();
    let first: number | null = null;
    for (;;) {
      if (signal.aborted) return { kind: 'cancelled', note: 'What was sent is still worked off.' };
      const answer = await ports.facts.ask('resync-waiting');
      if (!answer.ok) return stepFailed('The queue cannot be seen.', answer.trouble.detail, goesOn);
      const depth = Number(answer.value[0]?.['waiting'] ?? 0);
      first ??= depth;
      progress({
        percent: first === 0 ? 100 : Math.max(0, Math.round((100 * (first - depth)) / first)),
        note: `${depth} waiting`,
        left: null,
      });
      if (depth < least) {
        least = depth;
        moved = ports.now();
      }
      if (depth === 0) break;
      if (ports.now() - moved > patience)
        return stepFailed(
          'The worker took nothing for 10 minutes.',
          null,
          `${depth} requests wait.`,
        );
      await ports.sleep(pause);
    }
    const ended = await session?.run(dialogs);
    return ended?.ok === false
      ? { kind: 'done', note: 'Its last dialogs could not be ended; the next resync ends them.' }
      : { kind: 'done', note: null };
  },
  examine: async () => ({ kind: 'again', note: 'waiting changes nothing' }),
};

export const compareEntity: StepKind = {
  async perform(context) {
    const { step, ports, plan, progress, signal } = context;
    const entity = entityOf(context);
    const highWater = BigInt(textIn(objectIn(plan.memory, 'highWater'), entity.name) ?? '0');
    const pages = until(signal, keyPages(entity, ports));
    const answer = await compareKeys(pages, highWater, (upTo) =>
      progress({ percent: share(upTo, highWater), note: null, left: null }),
    );
    if (!answer.ok && signal.aborted) return { kind: 'cancelled', note: 'Nothing was changed.' };
    if (!answer.ok)
      return stepFailed(
        'The keys could not be compared.',
        answer.trouble.detail,
        'Nothing was changed.',
      );
    const when = textIn(step.input, 'when') ?? 'after';
    return {
      kind: 'done',
      note: comparisonWords(answer.value),
      memory: { [`${when}-${entity.name}`]: countsOf(answer.value) },
    };
  },
  examine: async () => ({ kind: 'again', note: 'comparing changes nothing' }),
};

/** Pages of keys until someone cancels: of many millions each page takes its time. */
function until(signal: AbortSignal, pages: KeyPages): KeyPages {
  const ended = {
    ok: false,
    trouble: { kind: 'cancelled', detail: 'cancelled', code: null },
  } as const;
  return {
    graph: async (...asked) => (signal.aborted ? ended : pages.graph(...asked)),
    sql: async (...asked) => (signal.aborted ? ended : pages.sql(...asked)),
  };
}

function comparisonWords({ compared, missing, surplus, differing }: Comparison): string {
  return `${formatNumber(compared)} compared: ${missing.count} missing, ${surplus.count} surplus, ${differing.count} under another tenant.`;
}

function countsOf({ compared, missing, surplus, differing }: Comparison): JsonObject {
  return {
    compared,
    missing: missing.count,
    surplus: surplus.count,
    differing: differing.count,
  };
}

function entityOf({ step }: StepContext): EntityType {
  return entityFromJson(objectIn(step.input, 'entity'));
}

function share(part: unknown, whole: unknown): number | null {
  const [done, all] = [Number(part), Number(whole)];
  return all > 0 && Number.isFinite(done) ? Math.min(100, Math.round((100 * done) / all)) : null;
}

const goesOn = 'Ask again to go on where it stopped.';
const notSent = 'Nothing was sent.';

function cancelled(sent: number): StepOutcome {
  return { kind: 'cancelled', note: `${sent} were sent; it can be continued.` };
}
