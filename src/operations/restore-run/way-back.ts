import type { JsonObject } from '../../domain/json.ts';
import { objectIn, textsIn } from '../../domain/json-fields.ts';
import { named } from '../../domain/plan.ts';
import type { Run } from '../../domain/run.ts';
import { overwriting } from '../acting/next-move.ts';
import type { Was } from './facts.ts';
import { about, rename, setOption, type Template } from './statements.ts';

/** What the statistics of a database are given back by, where a run has turned that off and they were so. */
export function statisticsStatements(
  template: Template,
  database: string,
  { asyncStatistics }: Pick<Was, 'asyncStatistics'>,
): readonly string[] {
  return asyncStatistics ? [setOption(template, database, 'AUTO_UPDATE_STATISTICS_ASYNC ON')] : [];
}

/**
 * What gives a database back of which nothing was overwritten, by how far a run came: carried in the plan's memory, so
 * that the report of a run that broke off can name it. `before`: its other name, where it gets one.
 */
export function wayBack(
  template: Template,
  database: string,
  was: Was,
  before: string | null = null,
): JsonObject {
  const statistics = statisticsStatements(template, database, was);
  const access = was.userAccess === 'MULTI_USER' ? 'MULTI_USER' : 'RESTRICTED_USER';
  const broker = was.broker ? [setOption(template, database, 'ENABLE_BROKER', 'set-broker')] : [];
  const open = [
    ...(was.trustworthy ? [setOption(template, database, 'TRUSTWORTHY ON', 'set-option-dba')] : []),
    ...broker,
    setOption(template, database, `${access} WITH ROLLBACK IMMEDIATE`),
    ...statistics,
  ];
  return {
    quiet: [...statistics],
    tail: [about(template, 'restore-give-back', database), ...open],
    ...(before === null
      ? {}
      : { names: [rename(template, before, database, 'SINGLE_USER'), ...open] }),
  };
}

/** By hand, where the run did not come to it itself: in the order of need. */
export function wayBackLines(run: Run): readonly string[] {
  const { memory, plan, steps } = run;
  const stepOf = (does: string) => {
    const id = plan.steps.find((step) => step.does === does)?.id;
    return steps.find((step) => step.id === id);
  };
  // Not by its state: one that died in it and was cancelled then is skipped, and was sent.
  const begun = (does: string) => (stepOf(does)?.startedAt ?? null) !== null;
  const isOverwritten = overwriting(run) !== null && memory['untouched'] !== true;
  const isBack = ['doors', 'open-beside'].some((does) => stepOf(does)?.state === 'done');
  if (isOverwritten || isBack || begun('take-name')) return [];
  const far = [
    ['set-aside', 'names'] as const,
    ['tail', 'tail'] as const,
    ['quiet', 'quiet'] as const,
  ].find(([does]) => begun(does))?.[1];
  const statements = far === undefined ? [] : textsIn(objectIn(memory, 'wayBack'), far);
  return statements.length === 0
    ? []
    : [
        `Nothing was overwritten. What of it is not as it was, the DBA gives back by: ${statements.map(named).join(', ')}.`,
      ];
}
