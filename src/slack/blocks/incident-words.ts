import type { Unit } from '../../domain/check.ts';
import { parseCondition } from '../../domain/condition.ts';
import { formatValue } from '../../domain/format-value.ts';
import type { Holder, Incident, IncidentInstance } from '../../domain/incident.ts';
import { code, escape } from './escape.ts';

const spellings: Readonly<Record<string, string>> = {
  api: 'API',
  cpu: 'CPU',
  neo4j: 'Neo4j',
  ooda: 'OODA',
  sql: 'SQL',
};

/** `queue-backlog` as `Queue backlog`, `sql-server-down` as `SQL server down`. */
export function alertTitle(alert: string): string {
  const words = alert
    .split('-')
    .map((word) => spellings[word] ?? word)
    .join(' ')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What names an instance, without markup: `Neo4jSyncQueue`, or the alert's own name where there is no label. */
export function instanceName({ labels }: IncidentInstance): string {
  return Object.values(labels)
    .filter((value) => value !== '')
    .join(' / ');
}

/** `Neo4jSyncQueue` in code, then what was measured: `5,120 messages` when the check's own sentence says so. */
function instanceWords(instance: IncidentInstance): string {
  if (instance.summary !== null) return summaryWords(instance.summary, instance);
  return plainInstanceWords(instance);
}

/** The same for who does not know yet which alert it is: the check's sentence, or the alert's title before the words. */
export function titledWords(alert: string, instance: IncidentInstance): string {
  return instance.summary === null ? plainTitledWords(alert, instance) : instanceWords(instance);
}

/** The alert's title, then the check's sentence, unless that begins with the title itself. */
export function headlineWords(alert: string, instance: IncidentInstance): string {
  const title = escape(alertTitle(alert));
  const words = instanceWords(instance);
  if (instance.summary === null) return plainTitledWords(alert, instance);
  return words.toLowerCase().startsWith(title.toLowerCase()) ? words : `${title}: ${words}`;
}

/** Title, name and newest value, without the check's sentence. */
export function plainTitledWords(alert: string, instance: IncidentInstance): string {
  const words = plainInstanceWords(instance);
  return [escape(alertTitle(alert)), words].filter((part) => part !== '').join(': ');
}

/** Its name in code and its newest value. */
function plainInstanceWords(instance: IncidentInstance): string {
  const name = instanceName(instance);
  const silent = instance.value === null || instance.unit === 'flag';
  const value = silent ? '' : formatValue(instance.value, instance.unit);
  return [name === '' ? '' : code(name), value].filter((part) => part !== '').join(' ');
}

/** The check's sentence, made harmless, with the names of things in code. */
function summaryWords(summary: string, { labels }: IncidentInstance): string {
  let words = escape(summary);
  for (const label of Object.values(labels)) {
    const name = escape(label);
    if (name.length > 2 && !words.includes(code(label))) {
      words = words.replace(name, () => code(label));
    }
  }
  return words;
}

const comparisonWords = {
  '>': 'above',
  '>=': 'at least',
  '<': 'below',
  '<=': 'at most',
  '==': 'at',
  '!=': 'other than',
} as const;

/** `> 1000` as `1,000`: the number that was crossed. Nothing for flags, whose threshold tells nobody anything. */
export function thresholdWords(threshold: string, unit: Unit): string | null {
  const condition = parseCondition(threshold);
  if (condition === undefined || unit === 'flag' || unit === 'text' || unit === 'utc') return null;
  return formatValue(condition.threshold, unit);
}

/** `< 800` as `below 800`. */
export function conditionWords(text: string, unit: Unit): string | null {
  const condition = parseCondition(text);
  if (condition === undefined || unit === 'flag') return null;
  return `${comparisonWords[condition.comparison]} ${formatValue(condition.threshold, unit)}`;
}

/** Those that have not recovered, worst first; all of them once the incident is over. */
export function standing({ instances, resolvedAt }: Incident): readonly IncidentInstance[] {
  if (resolvedAt !== null) return instances;
  return instances.filter((instance) => instance.resolvedAt === null);
}

/** `@otto`, as a mention in small print would be: a name, which notifies nobody. */
export function holderName(holder: Holder): string {
  return `@${escape(holder.person)}`;
}
