import { named } from '../../../domain/plan.ts';
import type { FactReader, StepKind } from '../../acting/operation.ts';
import { readReliesOn } from '../relies-on.ts';
import {
  gatherTrust,
  type Lacks,
  lackStatements,
  lacksIn,
  lacksOf,
  newlyLacking,
} from '../trust.ts';
import { leftWith } from './put-back.ts';
import { intoOf } from './restore-set.ts';

/**
 * What the restored database brought back and this server does not have any more (S10): logins, trust in assemblies, the
 * way into its master key. What it lacked before is not laid at the restore's door. By the reader, who is in again.
 */
export const lacks: StepKind = {
  async perform(context) {
    const { ports, memory } = context;
    const into = intoOf(context);
    const now = await gatherLacks(ports.facts, into);
    const newly = newlyLacking(lacksIn(memory), now);
    const left = lackStatements(ports.template, into, newly);
    const note = [...lackWords(newly), ...notKnown(now)].join(' ');
    if (left.length === 0)
      return { kind: 'done', note: note === '' ? 'It lacks nothing that it had before.' : note };
    return {
      kind: 'by-dba',
      note: `${note} ${left.length} left to the DBA.`,
      memory: leftWith(context, left),
    };
  },
  examine: async () => ({ kind: 'again', note: 'it only looks.' }),
};

/** By the reader, who sees all databases. */
export async function gatherLacks(facts: FactReader, database: string): Promise<Lacks> {
  const [{ trust }, users] = await Promise.all([
    gatherTrust(facts, database),
    facts.ask('relies-on', {}, { HartDatabase: database }),
  ]);
  return lacksOf(users.ok ? readReliesOn(users.value).users : null, trust);
}

function lackWords({ users, untrusted, masterKey }: Lacks): readonly string[] {
  return [
    ...(users !== null && users.length > 0
      ? [`Users without a login here: ${users.map(named).join(', ')}.`]
      : []),
    ...(untrusted !== null && untrusted.length > 0
      ? [
          `Assemblies that the server does not trust by their hash: ${untrusted.map(({ name }) => named(name)).join(', ')}.`,
        ]
      : []),
    ...(masterKey === true ? ['The server does not open its master key by itself.'] : []),
  ];
}

function notKnown({ users, untrusted, masterKey }: Lacks): readonly string[] {
  const open = [
    ...(users === null ? ['users without a login'] : []),
    ...(untrusted === null ? ['trust in its assemblies'] : []),
    ...(masterKey === null ? ['its master key'] : []),
  ];
  return open.length === 0 ? [] : [`Not known: ${open.join(', ')}.`];
}
