import type { Acted } from '../../domain/acting.ts';
import { isRefusal, type Refusal, refuse } from '../../domain/authority.ts';
import { type Agent, isOver, type Run } from '../../domain/run.ts';
import type { Instant } from '../../domain/time.ts';
import { expireRun, voidRun } from './end-run.ts';
import type { Change, Engine } from './engine.ts';
import { unknownRun } from './refusals.ts';
import { isExpired, outdated } from './rules.ts';

/** One act on a run: what it wants of the run, what must be asked of others, and what it changes. */
export interface RunAct {
  readonly id: string;
  readonly by: Agent;
  readonly name: string;
  /** Decided on the newest version each time: of two in the same second, one finds what the other left. */
  check(run: Run, now: Instant): Refusal | null;
  /** Asked once, after `check` has passed: look-ups, one-time codes. */
  ask?(run: Run): Promise<Refusal | null>;
  apply(run: Run, now: Instant): Change;
}

/** Does it, or refuses; audited either way. */
export async function actOnRun(engine: Engine, act: RunAct): Promise<Acted> {
  const ready = await readyFor(engine, act);
  if (isRefusal(ready)) return ready;
  const acted = await engine.change(
    act.id,
    (run, now) => act.check(run, now) ?? act.apply(run, now),
  );
  return isRefusal(acted) ? refuseAct(engine, act, ready, acted) : acted;
}

/** The run on which the act may go on; whatever refuses is audited. */
export async function readyFor(engine: Engine, act: Omit<RunAct, 'apply'>): Promise<Acted> {
  const { id } = act;
  const run = await engine.parts.runs.find(id);
  if (run === null) return refuseAct(engine, act, null, unknownRun(id));
  const closed = await engine.closed();
  if (closed !== null) return refuseAct(engine, act, run, closed);
  const now = await engine.now();
  const pending = !isOver(run.state) && run.state !== 'running';
  const old = pending ? outdated(run, engine.parts.configHash) : null;
  if (old !== null) {
    await voidRun(engine, id, old.why);
    const refusal = refuse(
      old.rule,
      `${id} is void: ${old.why}. Nothing was done.`,
      'Ask again for a new plan.',
    );
    return refuseAct(engine, act, run, refusal);
  }
  const refusal = act.check(run, now);
  if (pending && isExpired(run, now)) await expireRun(engine, id);
  if (refusal !== null) return refuseAct(engine, act, run, refusal);
  const asked = await askOthers(engine, act, run);
  return asked === null ? run : refuseAct(engine, act, run, asked);
}

/** What could not be asked is a no. */
async function askOthers(
  { parts }: Engine,
  { ask }: Omit<RunAct, 'apply'>,
  run: Run,
): Promise<Refusal | null> {
  if (ask === undefined) return null;
  try {
    return await ask(run);
  } catch (err) {
    parts.log.error({ err, run: run.id }, 'What an act depends on could not be asked');
    return refuse(
      'S42',
      'What this depends on could not be looked up, so hart refuses.',
      'Try again in a minute.',
    );
  }
}

export async function refuseAct(
  engine: Engine,
  { by, name, id }: Pick<RunAct, 'by' | 'name' | 'id'>,
  run: Run | null,
  refusal: Refusal,
): Promise<Refusal> {
  return engine.refused(refusal, {
    by,
    act: name,
    run,
    action: run?.order.operation ?? 'run',
    environment: run?.order.environment ?? '',
    ...(run === null ? { detail: { run: id } } : {}),
  });
}
