import { formatValue } from '../../domain/format-value.ts';
import type { Incident, IncidentChange } from '../../domain/incident.ts';
import { formatDuration, type Instant } from '../../domain/time.ts';
import { tame } from './escape.ts';
import { alertTitle, conditionWords, instanceName, thresholdWords } from './incident-words.ts';
import { changeWords } from './thread-line.ts';

/** The whole account of an incident as a Markdown file: the alert, what was measured, who did what, how it ended. */
export function timelineFile(
  incident: Incident,
  changes: readonly IncidentChange[],
): { readonly name: string; readonly title: string; readonly text: string } {
  const { id, environment, alert, openedAt } = incident;
  const title = `${alertTitle(alert)} in ${environment}, incident ${id}`;
  const day = new Date(openedAt).toISOString().slice(0, 10);
  const parts = [
    `# ${cell(title)}`,
    summary(incident),
    ...(incident.remedy === '' ? [] : [`> ${cell(incident.remedy)}`]),
    `## What was measured\n\n${measured(incident)}`,
    `## What happened\n\n${happened(incident, changes)}`,
    'Times are UTC.',
  ];
  return { name: `incident-${id}-${day}.md`, title, text: `${parts.join('\n\n')}\n` };
}

function summary(incident: Incident): string {
  const { severity, openedAt, resolvedAt, check, handling } = incident;
  const { acknowledgedAt, heldBy } = handling;
  const facts = [
    `severity: ${severity}`,
    `check: ${check}`,
    `opened: ${exact(openedAt)}`,
    resolvedAt === null
      ? 'still open'
      : `resolved: ${exact(resolvedAt)}, after ${formatDuration(resolvedAt - openedAt)}`,
    acknowledgedAt === null
      ? 'never acknowledged'
      : `acknowledged: ${exact(acknowledgedAt)}, after ${formatDuration(acknowledgedAt - openedAt)}`,
    heldBy.length === 0 ? 'held by nobody' : `held by: ${heldBy.join(', then ')}`,
    ...incident.facts,
  ];
  return facts.map((fact) => `- ${cell(fact)}`).join('\n');
}

function measured({ instances }: Incident): string {
  const rows = instances.map((instance) => {
    const { unit, value, threshold, recovers, since, resolvedAt, summary: words } = instance;
    return [
      instanceName(instance) || 'all',
      instance.severity,
      formatValue(value, unit),
      thresholdWords(threshold, unit) ?? '–',
      exact(since),
      resolvedAt === null ? 'still fires' : exact(resolvedAt),
      words ?? conditionWords(recovers, unit) ?? '–',
    ];
  });
  return table(['what', 'severity', 'last value', 'threshold', 'since', 'until', 'in words'], rows);
}

function happened(incident: Incident, changes: readonly IncidentChange[]): string {
  const rows = changes.map((change) => [
    exact(change.at),
    plainMarkup(changeWords(change, incident, exact)),
  ]);
  return table(['when', 'what'], rows);
}

function line(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(' | ')} |`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Text of others on one line, without what Markdown would read as a cell's end or as HTML. */
function cell(text: string): string {
  return tame(text).replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;').trim();
}

/** Slack's markup of ours, without its escapes. */
function plainMarkup(words: string): string {
  return words.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function exact(at: Instant): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
