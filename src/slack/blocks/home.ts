import type { Block } from '../../domain/message.ts';
import type { Status } from '../../domain/status.ts';
import { formatDuration } from '../../domain/time.ts';
import { context, header, section } from './elements.ts';
import { escape } from './escape.ts';
import { alertTitle, holderName, instanceWords, standing } from './incident-words.ts';
import { slackDate } from './slack-date.ts';
import { sparkline } from './sparkline.ts';
import { stateMark } from './state-mark.ts';
import { countWords, footLines, lineWords } from './status.ts';
import type { ViewContext } from './view-context.ts';

/** The Home tab: the status in sections, since Slack takes no tables there; empty states speak. */
export function homeBlocks(statuses: readonly Status[], view: ViewContext): readonly Block[] {
  if (statuses.length === 0) return [section('hart has no environment to show.')];
  return statuses.flatMap((status) => environmentBlocks(status, view));
}

function environmentBlocks(status: Status, view: ViewContext): readonly Block[] {
  const lines = status.lines.map((line) => {
    const trend = sparkline(line.trend);
    const more = trend === '–' ? '' : `  ${trend}`;
    return `${stateMark(line.state)} *${line.subsystem}*  ${escape(lineWords(line))}${more}`;
  });
  return [
    header(`${stateMark(status.state)} ${status.environment}: ${countWords(status)}`),
    context(`as of ${slackDate(status.asOf, 'time')}`),
    section(lines.join('\n')),
    section(openWords(status, view)),
    context(...footLines(status)),
  ];
}

function openWords({ openAlerts, asOf }: Status, view: ViewContext): string {
  if (openAlerts.length === 0) return '*Open incidents*\nNothing open.';
  const lines = openAlerts.slice(0, 10).map((incident) => {
    const [worst] = standing(incident);
    const url = incident.place === null ? null : view.link(incident.place);
    const held =
      incident.holder === null ? 'nobody has it' : `${holderName(incident.holder)} has it`;
    const what = worst === undefined ? '' : `: ${instanceWords(worst)}`;
    const thread = url === null ? '' : ` → <${url}|thread>`;
    return `${stateMark(incident.severity)} ${escape(alertTitle(incident.alert))}${what}, ${formatDuration(asOf - incident.openedAt)}, ${held}${thread}`;
  });
  const more = openAlerts.length - lines.length;
  return ['*Open incidents*', ...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

/** For someone who may not read: how to become someone who may. */
export function closedHome(message: string, hint: string): readonly Block[] {
  return [section(message), section(hint)];
}
