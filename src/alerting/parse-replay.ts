import type { Condition, Rule } from '../domain/check.ts';
import { overlap, parseCondition } from '../domain/condition.ts';
import type { Duration } from '../domain/time.ts';
import { type BoundRule, joinRules } from './bind.ts';
import type { AlertingConfig, InhibitRule, MuteTime, Silence } from './model.ts';
import { createReader, type Fields, isFields, type Reader } from './reader.ts';
import type { ParsedReplay, RawEvaluation } from './replay-model.ts';
import { defaultAlerting, defaultObserving } from './settings.ts';
import { parseTimeOfDay } from './time-of-day.ts';

/**
 * Verifies what was read from a replay file, or lists what is wrong in it by path. The evaluations are verified where
 * they are and not copied: there may be a million.
 */
export function parseReplay(document: unknown): ParsedReplay {
  const reader = createReader();
  const root = reader.object(document, '', [
    'interval',
    'alerting',
    'rules',
    'silences',
    'evaluations',
    'until',
  ]);
  reader.duration(root['interval'], 'interval', 0);
  const alerting = readAlerting(reader, root['alerting'] ?? {});
  const rules = reader.list(root['rules'], 'rules').flatMap((rule, index) => {
    const bound = readRule(reader, rule, `rules[${index}]`);
    return bound === null ? [] : [bound];
  });
  const silences = reader
    .list(root['silences'] ?? [], 'silences')
    .map((silence, index) => readSilence(reader, silence, `silences[${index}]`, index));
  const list = reader.list(root['evaluations'], 'evaluations');
  const times = new Float64Array(list.length);
  const evaluations = list.filter((evaluation, index): evaluation is RawEvaluation =>
    isEvaluation(reader, evaluation, index, times),
  );
  const until = root['until'] ?? null;
  const input = {
    ...alerting,
    rules: joinRules(rules),
    silences,
    evaluations,
    times,
    until: until === null ? null : reader.instant(until, 'until'),
  };
  const { complaints } = reader;
  return complaints.length > 0 ? { ok: false, complaints } : { ok: true, input };
}

function readAlerting(
  reader: Reader,
  value: unknown,
): { alerting: AlertingConfig; instanceLimit: number; unknownFor: Duration } {
  const at = 'alerting';
  const known = [...Object.keys(defaultAlerting), 'unknownFor', 'instanceLimit'];
  const fields = reader.object(value, at, known);
  const groupInterval = reader.duration(
    fields['groupInterval'],
    `${at}.groupInterval`,
    defaultAlerting.groupInterval,
  );
  if (groupInterval <= 0)
    reader.complain(`${at}.groupInterval`, 'is no time at all', 'Write 5m, or at least 1s.');
  const limit = fields['instanceLimit'] ?? Number.POSITIVE_INFINITY;
  if (typeof limit !== 'number' || limit < 1)
    reader.complain(`${at}.instanceLimit`, 'is no count', 'Write a number from 1.');
  return {
    instanceLimit: typeof limit === 'number' ? limit : 1,
    unknownFor: reader.duration(
      fields['unknownFor'],
      `${at}.unknownFor`,
      defaultObserving.unknownFor,
    ),
    alerting: {
      groupBy: reader.texts(fields['groupBy'] ?? defaultAlerting.groupBy, `${at}.groupBy`),
      groupByAlert: {},
      groupWait: reader.duration(fields['groupWait'], `${at}.groupWait`, defaultAlerting.groupWait),
      groupInterval,
      repeatInterval: readRepeat(reader, fields['repeatInterval'], `${at}.repeatInterval`),
      inhibit: reader
        .list(fields['inhibit'] ?? [], `${at}.inhibit`)
        .map((rule, index) => readInhibit(reader, rule, `${at}.inhibit[${index}]`)),
      muteTimes: reader
        .list(fields['muteTimes'] ?? [], `${at}.muteTimes`)
        .map((time, index) => readMuteTime(reader, time, `${at}.muteTimes[${index}]`)),
      activeTimes: reader
        .list(fields['activeTimes'] ?? [], `${at}.activeTimes`)
        .map((time, index) => readMuteTime(reader, time, `${at}.activeTimes[${index}]`)),
    },
  };
}

function readRepeat(
  reader: Reader,
  value: unknown,
  path: string,
): AlertingConfig['repeatInterval'] {
  const { critical, warning } = defaultAlerting.repeatInterval;
  if (isFields(value)) {
    const fields = reader.object(value, path, ['critical', 'warning']);
    return {
      critical: reader.duration(fields['critical'], `${path}.critical`, critical),
      warning: reader.duration(fields['warning'], `${path}.warning`, warning),
    };
  }
  if (value === undefined || value === null) return { critical, warning };
  const both = reader.duration(value, path, critical);
  return { critical: both, warning: both };
}

function readMatchers(reader: Reader, value: unknown, path: string): Record<string, string> {
  const matchers = reader.textMap(value, path);
  if (isFields(value) && Object.keys(value).length === 0)
    reader.complain(path, 'matches everything', 'Name at least one label, such as the alert.');
  return matchers;
}

function readInhibit(reader: Reader, value: unknown, path: string): InhibitRule {
  const fields = reader.object(value, path, ['source', 'target', 'equal']);
  return {
    source: readMatchers(reader, fields['source'], `${path}.source`),
    target: readMatchers(reader, fields['target'], `${path}.target`),
    equal: reader.texts(fields['equal'] ?? [], `${path}.equal`),
  };
}

function readMuteTime(reader: Reader, value: unknown, path: string): MuteTime {
  const known = ['name', 'matchers', 'zone', 'weekdays', 'from', 'to'];
  const fields = reader.object(value, path, known);
  const weekdays = reader.list(fields['weekdays'] ?? [], `${path}.weekdays`);
  const days = weekdays.filter((day): day is number => typeof day === 'number');
  if (weekdays.some((day) => !days.some((one) => one === day && one >= 0 && one <= 6)))
    reader.complain(`${path}.weekdays`, 'has a day that is none', '0 is Sunday, 6 Saturday.');
  return {
    name: reader.text(fields['name'] ?? `mute time ${path}`, `${path}.name`),
    matchers: readMatchers(reader, fields['matchers'], `${path}.matchers`),
    zone: reader.text(fields['zone'] ?? 'UTC', `${path}.zone`),
    weekdays: days,
    from: readTime(reader, fields['from'], `${path}.from`),
    to: readTime(reader, fields['to'], `${path}.to`),
  };
}

function readTime(reader: Reader, value: unknown, path: string): number {
  const minutes = typeof value === 'string' ? parseTimeOfDay(value) : undefined;
  if (minutes === undefined)
    reader.complain(path, 'is no time of day', 'Write 22:00; the end may be 24:00.');
  return minutes ?? 0;
}

function readSilence(reader: Reader, value: unknown, path: string, index: number): Silence {
  const fields = reader.object(value, path, ['matchers', 'from', 'to']);
  const from = reader.instant(fields['from'], `${path}.from`);
  const to = reader.instant(fields['to'], `${path}.to`);
  if (to < from) reader.complain(`${path}.to`, 'is before from', 'A silence ends after it begins.');
  const matchers = readMatchers(reader, fields['matchers'], `${path}.matchers`);
  return { id: `silences[${index}]`, matchers, from, to, author: '', comment: '', run: null };
}

const ruleKeys = [
  'check',
  'alert',
  'value',
  'when',
  'severity',
  'for',
  'recovers',
  'keepFiringFor',
  'labels',
  'onError',
  'onEmpty',
  'staticLabels',
];

function readRule(reader: Reader, value: unknown, path: string): BoundRule | null {
  const fields = reader.object(value, path, ruleKeys);
  if (!isFields(value)) return null;
  const when = readCondition(reader, fields['when'], `${path}.when`);
  const recovers =
    (fields['recovers'] ?? null) === null
      ? null
      : readCondition(reader, fields['recovers'], `${path}.recovers`);
  if (when !== null && recovers !== null && overlap(when, recovers))
    reader.complain(
      `${path}.recovers`,
      'is not on the healthy side of when',
      'For when "> 1000" something like "< 800".',
    );
  const check = reader.text(fields['check'], `${path}.check`);
  const staticLabels = reader.textMap(fields['staticLabels'] ?? {}, `${path}.staticLabels`);
  const labels = reader.texts(fields['labels'] ?? [], `${path}.labels`);
  const rest = readRest(reader, fields, path);
  if (when === null) return null;
  return {
    environment: staticLabels['environment'] ?? staticLabels['env'] ?? '',
    check,
    labels,
    staticLabels,
    rule: recovers === null ? { ...rest, when } : { ...rest, when, recovers },
  };
}

function readRest(reader: Reader, fields: Fields, path: string): Omit<Rule, 'when'> {
  return {
    alert: reader.text(fields['alert'], `${path}.alert`),
    value: reader.text(fields['value'], `${path}.value`),
    severity: reader.choice(fields['severity'], `${path}.severity`, severities, 'warning'),
    for: reader.duration(fields['for'], `${path}.for`, 0),
    keepFiringFor: reader.duration(fields['keepFiringFor'], `${path}.keepFiringFor`, 0),
    onError: reader.choice(fields['onError'], `${path}.onError`, errorPolicies, 'error'),
    onEmpty: reader.choice(fields['onEmpty'], `${path}.onEmpty`, emptyPolicies, 'ok'),
  };
}

const severities = ['warning', 'critical'] as const;
const errorPolicies = ['error', 'firing', 'ok', 'keep'] as const;
const emptyPolicies = ['ok', 'unknown'] as const;

function readCondition(reader: Reader, value: unknown, path: string): Condition | null {
  const condition = typeof value === 'string' ? parseCondition(value) : undefined;
  if (condition !== undefined) return condition;
  reader.complain(
    path,
    'is no condition',
    'Write one of > >= < <= == != and a number, in quotes: "> 1000".',
  );
  return null;
}

function isEvaluation(reader: Reader, value: unknown, index: number, times: Float64Array): boolean {
  const path = `evaluations[${index}]`;
  if (!isFields(value)) {
    reader.object(value, path, []);
    return false;
  }
  times[index] = reader.instant(value['at'], `${path}.at`);
  reader.text(value['check'], `${path}.check`);
  if (value['error'] !== undefined && value['error'] !== null) {
    reader.text(value['error'], `${path}.error`);
    return true;
  }
  const rows = value['rows'];
  if (rows === undefined)
    reader.complain(path, 'has neither rows nor error', 'Give "rows": [ … ] or "error": "…".');
  else if (Array.isArray(rows)) {
    const bad = rows.findIndex((row) => !isFields(row));
    if (bad !== -1) reader.object(rows[bad], `${path}.rows[${bad}]`, []);
  } else reader.list(rows, `${path}.rows`);
  return true;
}
