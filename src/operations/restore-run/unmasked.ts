import type { JsonObject } from '../../domain/json.ts';
import { textIn } from '../../domain/json-fields.ts';
import { named, type Plan } from '../../domain/plan.ts';
import type { Run } from '../../domain/run.ts';
import { quoteName } from '../restore/quote.ts';

/** How a database stands, as far as these words need it. */
interface Seen {
  readonly state: string;
  readonly userAccess: string;
  readonly createdLocal: string;
}

/** What was agreed to be masked, and is not (S17). */
export function isUnmasked({
  plan,
  memory,
}: {
  readonly plan: Plan;
  readonly memory: JsonObject;
}): boolean {
  return plan.steps.some(({ does }) => does === 'mask') && typeof memory['masked'] !== 'string';
}

/** The copy of this run, and none that somebody else made under its name. */
export function isOwnCopy(memory: JsonObject, { createdLocal }: Seen): boolean {
  const made = textIn(memory, 'createdLocal');
  return made === null ? createdLocal >= (textIn(memory, 'since') ?? '') : createdLocal === made;
}

/** Never how people are let in: whoever reads this must not. Null: nobody could look. */
export function unmaskedWords(database: string, found: Seen | null): string {
  const shut = `\`ALTER DATABASE ${quoteName(database)} SET RESTRICTED_USER WITH ROLLBACK IMMEDIATE\``;
  const then = 'Drop it, or let the DBA mask it before anyone is let in.';
  if (found === null)
    return `${holds(database)} Whether it is shut is not known: the DBA sees to that at once by ${shut}. ${then}`;
  return found.userAccess === 'RESTRICTED_USER'
    ? `${holds(database)} It stays restricted: only its owner and administrators get in. ${then}`
    : `${named(database)} is unmasked and OPEN (${found.userAccess}): the DBA shuts it at once by ${shut}. ${then}`;
}

/** For the report of every end that is not complete, once there is something of the copy. */
export function unmaskedLines(run: Run): readonly string[] {
  const { memory, plan, steps } = run;
  const copy = memory['copy'];
  const isThere = plan.steps.some(
    ({ does, id }) =>
      does === 'recover' &&
      steps.some((step) => step.id === id && !['waiting', 'skipped'].includes(step.state)),
  );
  if (typeof copy !== 'string' || !isThere || !isUnmasked(run)) return [];
  return [`${holds(copy)} Let nobody in: drop it, or let the DBA mask it first.`];
}

function holds(database: string): string {
  return `${named(database)} holds the data unmasked.`;
}
