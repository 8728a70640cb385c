import type { Unit } from '../../domain/check.ts';
import { holds, parseCondition } from '../../domain/condition.ts';
import { formatValue } from '../../domain/format-value.ts';
import type { Ending, Holder, Incident, IncidentInstance } from '../../domain/incident.ts';
import { code, escape } from './escape.ts';

const spellings: Readonly<Record<string, string>> = {
  api: 'API',
  checkdb: 'CHECKDB',
  cpu: 'CPU',
  diff: 'differential',
  neo4j: 'Neo4j',
  ooda: 'OODA',
  rpo: 'RPO',
  sql: 'SQL',
};
const products = /\b(SQL server|query store)\b/gi;

/** `queue-backlog` as `Queue backlog`, `sql-server-down` as `SQL Server down`. */
export function alertTitle(alert: string): string {
  const words = alert
    .split('-')
    .map((word) => spellings[word] ?? word)
    .join(' ')
    .trim();
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return title.replace(products, (name) => (/^sql/i.test(name) ? 'SQL Server' : 'Query Store'));
}

/** What names an instance, without markup: `Neo4jSyncQueue`, `query 101`; nothing where there is no label. */
export function instanceName({ labels }: Pick<IncidentInstance, 'labels'>): string {
  return Object.entries(labels)
    .filter(([, value]) => value !== '')
    .map(([label, value]) => (/^\d+$/.test(value) ? `${label} ${value}` : value))
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
  const value = isTelling(instance) ? formatValue(instance.value, instance.unit) : '';
  return [name === '' ? '' : code(name), value].filter((part) => part !== '').join(' ');
}

/**
 * Whether its value says something: a yes or no does not, since each alert is about the one or the other; nor does the
 * last one of what is over because it is not there any more.
 */
export function isTelling(instance: IncidentInstance): boolean {
  const { value, unit, recovers, resolvedAt, ended } = instance;
  if (value === null || unit === 'flag' || ended !== undefined) return false;
  const condition = resolvedAt === null ? undefined : parseCondition(recovers);
  return condition === undefined || holds(condition, value);
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
  // That any is one too many needs no saying.
  return condition.threshold === 0 ? null : formatValue(condition.threshold, unit);
}

/** `< 800` as `below 800`. */
export function conditionWords(text: string, unit: Unit): string | null {
  const condition = parseCondition(text);
  if (condition === undefined || unit === 'flag' || condition.threshold === 0) return null;
  return `${comparisonWords[condition.comparison]} ${formatValue(condition.threshold, unit)}`;
}

const endings: Readonly<Record<Ending, readonly [one: string, counted: string]>> = {
  vanished: ['it is not there any more', 'not there any more'],
  'no-data': ['none of the kind is found any more', 'not found any more'],
  updated: [
    'its rule was changed, removed or switched off',
    'rule changed, removed or switched off',
  ],
  error: ['it cannot be measured, which its rule takes for well', 'not measurable'],
};

/** Why it is over where nobody measured that it is well; nothing where somebody did. */
export function endingWords(alert: string, { ended }: IncidentInstance): string | null {
  if (ended === undefined) return null;
  // A check that cannot tell for another reason than before has an alert of that.
  if (ended === 'updated' && alert === 'check-unknown') return 'no longer for this reason';
  return endings[ended][0];
}

/** The same of many: `not there any more: 2`. */
export function endingCounts(instances: readonly IncidentInstance[]): string | null {
  const ended = instances.flatMap((each) => each.ended ?? []);
  const counts = [...Map.groupBy(ended, (each) => each)].map(
    ([ending, { length }]) => `${endings[ending][1]}: ${length}`,
  );
  return counts.length === 0 ? null : counts.join(', ');
}

/** Those that have not recovered, worst first; all of them once the incident is over. */
export function standing({ instances, resolvedAt }: Incident): readonly IncidentInstance[] {
  if (resolvedAt !== null) return instances;
  return instances.filter((instance) => instance.resolvedAt === null);
}

/** Critical ones first, then the oldest: of many only the first are seen. */
export function worstFirst(incidents: readonly Incident[]): readonly Incident[] {
  return incidents.toSorted(
    (one, other) => one.severity.localeCompare(other.severity) || one.openedAt - other.openedAt,
  );
}

/** `@otto`, as a mention in small print would be: a name, which notifies nobody. */
export function holderName(holder: Holder): string {
  return `@${escape(holder.person)}`;
}
