import type { Run } from '../../domain/run.ts';
import { isOver } from '../../domain/run.ts';
import { voidIdleCancel } from './ask-to-stop.ts';
import { expireRun } from './end-run.ts';
import type { Engine } from './engine.ts';
import { patience } from './propose.ts';
import { isExpired } from './rules.ts';

/** Ends what was not gone on with in time, and reminds once of approvals that are missing. */
export async function lookAtTime(engine: Engine): Promise<void> {
  // With a clock that went back nobody can tell.
  if ((await engine.parts.clock()).steppedBack) return;
  for (const run of await engine.parts.runs.open()) {
    if (isOver(run.state) || run.state === 'running') continue;
    await voidIdleCancel(engine, run);
    const now = await engine.now();
    if (isExpired(run, now)) await expireRun(engine, run.id);
    else if (isHalfway(run, now)) await remind(engine, run);
  }
}

function isHalfway({ state, reminded, expiresAt }: Run, now: number): boolean {
  return state === 'waiting' && !reminded && expiresAt !== null && now >= expiresAt - patience / 2;
}

async function remind(engine: Engine, { id }: Run): Promise<void> {
  await engine.change(id, (run, now) => {
    if (!isHalfway(run, now)) return null;
    // The call itself goes with the run's message.
    return { run: { ...run, reminded: true } };
  });
}
