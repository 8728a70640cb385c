import { isRefusal } from '../../domain/authority.ts';
import type { Run } from '../../domain/run.ts';
import { ended, voidRun } from './end-run.ts';
import { endedTitle } from './ended-title.ts';
import { bot, type Engine, runEntry } from './engine.ts';
import { outdated } from './rules.ts';
import type { Workshop } from './workshop.ts';

/**
 * After a start: what waits under another configuration or was planned by another version is void (S46), and what another process was carrying out is
 * taken over (S13), once the lock is ours and no session of it remains (S14). Asked again until nothing is left.
 */
export function createRecovery(engine: Engine, workshop: Workshop) {
  const { parts } = engine;
  const told = new Set<string>();

  async function takeOver(found: Run): Promise<void> {
    const operation = parts.catalogue.get(found.order.operation);
    if (operation === undefined)
      return stopRun(engine, found, `hart does not know ${found.order.operation} any more`);
    const opened = operation.session ? await parts.openSession(found) : null;
    if (opened !== null && !opened.ok) return waitFor(found, opened.trouble.detail);
    const session = opened?.value ?? null;
    const run = await engine.change(found.id, (stored, at) => {
      if (stored.state !== 'running' || stored.worker === parts.worker) return null;
      const detail = { from: stored.worker ?? '' };
      return {
        run: { ...stored, worker: parts.worker },
        entry: runEntry(stored, { at, by: bot, act: 'take-over', outcome: 'started', detail }),
        lines: [{ text: `hart took ${stored.id} over and asks the target how far it came.` }],
      };
    });
    if (isRefusal(run) || run.state !== 'running') {
      await session?.close();
      return;
    }
    workshop.launch({ run, operation, session });
  }

  /** Told once: whoever waits for it should know why nothing moves. */
  async function waitFor(run: Run, why: string): Promise<void> {
    parts.log.warn({ run: run.id, why }, 'A run cannot be taken over yet');
    if (told.has(run.id)) return;
    told.add(run.id);
    await parts.tell(run, `${run.id} cannot be taken over yet: ${why}. hart keeps trying.`);
  }

  async function recoverOne(run: Run): Promise<void> {
    if (run.state !== 'running') {
      const old = outdated(run, parts.configHash);
      if (old !== null) await voidRun(engine, run.id, old.why);
      return;
    }
    if (run.worker === parts.worker || !workshop.claim(run.id)) return;
    try {
      await takeOver(run);
    } finally {
      workshop.release(run.id);
    }
  }

  return async function recover(): Promise<void> {
    const closed = await engine.closed();
    // From a copy: what was agreed to or done since is not in it (S49).
    if (closed?.rule === 'S49') return giveUpAll(engine);
    if (closed !== null) return;
    for (const run of await parts.runs.open())
      await recoverOne(run).catch((err: unknown) =>
        parts.log.error({ err, run: run.id }, 'A run could not be taken over'),
      );
  };
}

/** The store is older than its anchor: nothing in it may be gone on with. */
async function giveUpAll(engine: Engine): Promise<void> {
  const why = 'the store was restored from a copy, and what happened since is not in it';
  for (const run of await engine.parts.runs.open())
    if (run.state !== 'running') await voidRun(engine, run.id, why);
    else if (run.worker !== engine.parts.worker) await stopRun(engine, run, why);
}

async function stopRun(engine: Engine, { id }: Run, why: string): Promise<void> {
  const report = (run: Run) => ({
    title: endedTitle({ ...run, state: 'stopped' }),
    lines: [`A person must look: ${why}.`],
    left: [],
    next: [],
  });
  await engine.change(id, (run, at) => {
    if (run.state !== 'running') return null;
    const text = `${id} stopped, and a person must look: ${why}.`;
    const change = ended(run, 'stopped', bot, why, at, '');
    return {
      ...change,
      run: { ...change.run, report: report(run) },
      lines: [{ text, to: run.order.by }],
    };
  });
}
