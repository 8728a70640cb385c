import { textIn } from '../../../domain/json-fields.ts';
import { SECOND } from '../../../domain/time.ts';
import type { StepKind } from '../../acting/operation.ts';

/** How long it is waited for a queue to start its procedure, and how often that is looked at. */
const looks = 12;
const pause = 5 * SECOND;

/** An owner that does not match stops every activated procedure (15517, 33009), and nothing else shows it (S9). */
export const activation: StepKind = {
  async perform({ plan, ports, memory, signal }) {
    const since = textIn(memory, 'recoveredLocal') ?? '';
    for (let look = 0; look < looks && !signal.aborted; look += 1) {
      const seen = await ports.facts.ask('activations', {
        since: { type: 'text', value: since },
        database: { type: 'text', value: plan.target.database },
      });
      const started = seen.ok ? seen.value.map((row) => String(row['queue'])) : [];
      if (started.length > 0)
        return {
          kind: 'done',
          note: `Started since: ${started.join(', ')}.`,
          memory: { activated: true },
        };
      await ports.sleep(pause);
    }
    return {
      kind: 'done',
      note: 'No queue has started its procedure yet: watch the queues, and give it a message.',
      memory: { activated: false },
    };
  },
  examine: async () => ({ kind: 'again', note: 'it only looks.' }),
};
