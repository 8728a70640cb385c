import type { Plan, PlanStep } from '../../../src/domain/plan.ts';
import type {
  FactReader,
  OperatorSession,
  StepContext,
} from '../../../src/operations/acting/operation.ts';
import { aRun } from '../../fakes/runs.ts';
import { silentLogger } from '../../fakes/silent-logger.ts';
import { NOW, theContext } from './restore-facts.ts';

/** One step by itself, where it is about what it makes of answers: what it asks and what it sends are given. */
export function stepContext(
  plan: Plan,
  step: PlanStep,
  given: { readonly ask: FactReader['ask']; readonly send?: OperatorSession['run'] },
): StepContext {
  const facts = { ask: given.ask };
  return {
    run: aRun({ id: theContext.runId, plan, startedAt: NOW }),
    plan,
    step,
    memory: plan.memory,
    ports: {
      ...theContext,
      facts,
      graph: facts,
      changeGraph: facts,
      graphAdmin: null,
      now: () => NOW,
      sleep: async () => undefined,
      log: silentLogger,
    },
    session: {
      sessionId: 1,
      loginTime: '',
      lost: new AbortController().signal,
      run: given.send ?? (async () => ({ ok: true, value: [] })),
      close: async () => undefined,
    },
    signal: new AbortController().signal,
    progress: () => undefined,
  };
}
