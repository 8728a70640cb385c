import { worstState } from '../../domain/check.ts';
import type { CheckSummary } from '../../domain/check-result.ts';
import { formatValue } from '../../domain/format-value.ts';
import type { Content } from '../../domain/message.ts';
import { countStates } from '../../domain/status.ts';
import { formatDuration } from '../../domain/time.ts';
import { answerButtons, context, section } from './elements.ts';
import { escape } from './escape.ts';
import { plainDate, slackDate } from './slack-date.ts';
import { stateMark } from './state-mark.ts';
import { countWords } from './status.ts';
import { table } from './table.ts';
import type { ViewContext } from './view-context.ts';

const columns = [
  { title: 'State', align: 'center' },
  { title: 'Check', wrap: true },
  { title: 'Subsystem' },
  { title: 'Last run', align: 'right' },
  { title: 'Took', align: 'right' },
  { title: 'Why', wrap: true },
] as const;

/** Every check with its state, when it last ran and how long that took. */
export function checkList(
  environment: string,
  checks: readonly CheckSummary[],
  { now }: ViewContext,
  viewId: string | null,
): Content {
  const states = checks.map(({ state }) => state);
  const words = `${stateMark(worstState(states))} ${checks.length} checks`;
  const counts = countWords({ counts: countStates(states) });
  return {
    text: escape(`${words} in ${environment}: ${counts}, as of ${plainDate(now, 'time')}`),
    blocks: [
      section(
        `${words} in *${escape(environment)}*: ${counts}   ·   as of ${slackDate(now, 'time')}`,
      ),
      ...(checks.length === 0
        ? []
        : [
            table(
              columns,
              checks.map((one) => cells(one, now)),
            ),
          ]),
      context('`/hart check NAME` runs one now and shows its rows.'),
      ...answerButtons(viewId, 'postToChannel'),
    ],
  };
}

function cells(check: CheckSummary, now: number): readonly string[] {
  const { state, name, subsystem, lastRunAt, ms, reason } = check;
  return [
    stateMark(state),
    name,
    subsystem,
    lastRunAt === null ? 'not yet' : `${formatDuration(now - lastRunAt)} ago`,
    formatValue(ms, 'ms'),
    reason ?? '',
  ];
}
