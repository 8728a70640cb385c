import type { Answer, ResultRow, Trouble } from '../../../domain/target.ts';
import type { StepKind, StepOutcome } from '../../acting/operation.ts';
import { text } from '../../acting/row-fields.ts';
import { about } from '../statements.ts';
import { leftWith } from './put-back.ts';
import { intoOf } from './restore-set.ts';
import { failure, sessionOf } from './standing.ts';

/**
 * Proves what can break in a restore: the pages (CHECKDB), a CLR call, a spatial query, memory-optimized tables, which
 * CHECKDB skips (S10, S11). What this login may not run is left to the DBA; what is found wrong fails the run.
 */
export const prove: StepKind = {
  async perform(context) {
    const into = intoOf(context);
    const { ports, signal } = context;
    const { template } = ports;
    const session = sessionOf(context);
    const left: string[] = [];
    const proven: string[] = [];
    const check = about(
      template,
      context.step.input['isCopy'] === true ? 'check-copy' : 'check-database',
      into,
    );
    const checked = await session.run(check, {}, { signal });
    if (isCancelled(checked)) return brokenOff;
    if (checked.ok && checked.value.length > 0)
      return failure(context, into, `CHECKDB found ${checked.value.length} faults.`);
    if (checked.ok) proven.push('CHECKDB without a fault');
    else if (mayBeMissing(checked.trouble)) left.push(`DBCC CHECKDB; ${check}`);
    else return failure(context, into, 'CHECKDB failed.', checked.trouble);
    const statement = about(template, 'prove-restore', into);
    const used = await session.run(statement, {}, { signal });
    if (isCancelled(used)) return brokenOff;
    if (!used.ok && !mayBeMissing(used.trouble))
      return failure(context, into, 'Using the restored database failed.', used.trouble);
    if (used.ok) {
      const bad = used.value.filter((row) => Number(row['ok'] ?? 0) !== 1);
      if (bad.length > 0)
        return failure(
          context,
          into,
          `It does not work: ${bad.map((row) => text(row, 'what') ?? '').join(', ')}.${hintFor(bad)}`,
        );
      proven.push(...used.value.map((row) => text(row, 'what') ?? ''));
    } else left.push(statement);
    const note =
      proven.length === 0 ? 'Nothing of it could be proven by this login.' : proven.join('; ');
    if (left.length === 0) return { kind: 'done', note, memory: { proven } };
    return {
      kind: 'by-dba',
      note: `${note}; ${left.length} left to the DBA.`,
      memory: { ...leftWith(context, left), proven },
    };
  },
  examine: async () => ({ kind: 'again', note: 'proving changes nothing.' }),
};

function isCancelled(answer: Answer<unknown>): boolean {
  return !answer.ok && answer.trouble.kind === 'cancelled';
}

const brokenOff: StepOutcome = { kind: 'cancelled', note: 'It is not proven.' };

/** Its assembly is as it was at that moment, and a restore has turned TRUSTWORTHY off (S10). */
function hintFor(bad: readonly ResultRow[]): string {
  return bad.some((row) => text(row, 'what')?.includes('error 10314') === true)
    ? ' The server does not trust the assembly as it was: let the DBA trust it by its hash (`sys.sp_add_trusted_assembly`), or turn TRUSTWORTHY on.'
    : '';
}

/** A procedure that this backup is older than, or a right that this login lacks: no verdict on the database. */
function mayBeMissing({ kind, code }: Trouble): boolean {
  return (
    kind === 'permission' || kind === 'missing' || code === 2812 || code === 916 || code === 7983
  );
}
