import { formatValue } from '../../domain/format-value.ts';
import { type Incident, type IncidentInstance, mostShown } from '../../domain/incident.ts';
import { helpOf } from '../../domain/incident-help.ts';
import type { Block, Content } from '../../domain/message.ts';
import type { Instant } from '../../domain/time.ts';
import { formatDuration } from '../../domain/time.ts';
import { type ActionId, actionIds, actions, type Choice, context, section } from './elements.ts';
import { boldLead, escape } from './escape.ts';
import {
  alertTitle,
  conditionWords,
  endingCounts,
  endingWords,
  headlineWords,
  holderName,
  instanceName,
  isTelling,
  plainTitledWords,
  standing,
  thresholdWords,
} from './incident-words.ts';
import { slackDate } from './slack-date.ts';
import { stateMark } from './state-mark.ts';
import { table } from './table.ts';
import { testAlert } from './test-alert.ts';

const columns = [
  { title: 'State', align: 'center' },
  { title: 'What', wrap: true },
  { title: 'Value', align: 'right' },
  { title: 'Threshold', align: 'right' },
  { title: 'For', align: 'right' },
] as const;

/** The root message of an incident, in its present state: open, held by someone, or resolved. */
export function alertRoot(incident: Incident, { now }: { readonly now: Instant }): Content {
  if (incident.isTest) return testAlert(incident);
  const open = incident.resolvedAt === null;
  const mark = stateMark(open ? incident.severity : 'ok');
  const title = open ? openTitle(incident) : resolvedTitle(incident);
  return {
    text: `${mark} ${title}, ${escape(incident.environment)}`,
    blocks: [
      section(`${mark} ${boldLead(title)}`),
      ...details(incident, now),
      foot(incident),
      ...incidentButtons(incident),
    ],
  };
}

function openTitle(incident: Incident): string {
  const instances = standing(incident);
  const [first, ...others] = instances;
  const kind = escape(alertTitle(incident.alert));
  if (first === undefined) return kind;
  if (others.length > 0) return `${kind}: ${instances.length} at once`;
  const threshold = thresholdWords(first.threshold, first.unit);
  return `${headlineWords(incident.alert, first)}${threshold === null ? '' : ` (threshold ${threshold})`}`;
}

function resolvedTitle(incident: Incident): string {
  const lasted = formatDuration((incident.resolvedAt ?? incident.openedAt) - incident.openedAt);
  const [first, ...others] = incident.instances;
  const kind = escape(alertTitle(incident.alert));
  if (first === undefined) return `Resolved after ${lasted}: ${kind}`;
  if (others.length > 0) {
    const counts = endingCounts(incident.instances);
    const ended = counts === null ? '' : ` (${counts})`;
    return `Resolved after ${lasted}: ${kind}, ${incident.instances.length} of them${ended}`;
  }
  const recovers = isTelling(first) ? conditionWords(first.recovers, first.unit) : null;
  const why = endingWords(incident.alert, first) ?? recovers;
  // Not the summary: its words are those of the last bad moment.
  const words = plainTitledWords(incident.alert, first);
  return `Resolved after ${lasted}: ${words}${why === null ? '' : ` (${why})`}`;
}

function details(incident: Incident, now: Instant): readonly Block[] {
  if (incident.resolvedAt !== null) {
    const [first] = incident.instances;
    const was = incident.instances.length === 1 ? (first?.summary ?? null) : null;
    const lines = [
      ...(was === null ? [] : [`It was: ${was}`]),
      ...incident.facts,
      ...(incident.done.length === 0 ? [] : [`What was done: ${incident.done.join('; ')}`]),
    ].map(escape);
    return lines.length === 0 ? [] : [section(lines.join('\n'))];
  }
  const instances = standing(incident);
  const words = [...incident.facts.map(escape), ...meaning(incident)];
  return [
    ...(instances.length > 1 ? [instanceTable(instances, now)] : []),
    ...(words.length === 0 ? [] : [section(words.join('\n'))]),
  ];
}

/** A remedy's first sentences: whoever is woken reads these, and the rest with the check. */
const REMEDY_LENGTH = 320;

function meaning({ remedy, check }: Incident): readonly string[] {
  const whole = remedy.trim().replaceAll(/\s+/g, ' ');
  if (whole === '') return [];
  const sentences = whole.match(/.+?[.:](?= [A-Z]|$)/g) ?? [whole];
  const [first = whole, ...others] = sentences;
  const short = others.reduce(
    ({ words, full }, sentence) =>
      full || words.length + sentence.length > REMEDY_LENGTH
        ? { words, full: true }
        : { words: `${words}${sentence}`, full },
    { words: first, full: false },
  );
  const more = short.full ? ` More: \`/hart check ${escape(check)}\`` : '';
  return [`*What it means:* ${escape(short.words)}${more}`];
}

function instanceTable(instances: readonly IncidentInstance[], now: Instant): Block {
  const rows = instances
    .slice(0, mostShown)
    .map((instance) => [
      stateMark(instance.severity),
      instanceName(instance),
      isTelling(instance) ? formatValue(instance.value, instance.unit) : '',
      thresholdWords(instance.threshold, instance.unit) ?? '',
      formatDuration(now - instance.since),
    ]);
  const left = instances.length - rows.length;
  return table(columns, left > 0 ? [...rows, ['', `and ${left} more, in the thread`]] : rows);
}

function foot(incident: Incident): Block {
  const { environment, id, silencedUntil, inWindow, snooze, resolvedAt } = incident;
  return context(
    [
      ...(resolvedAt === null ? heldNow(incident) : heldUntilTheEnd(incident)),
      ...(silencedUntil === null ? [] : [`silenced until ${slackDate(silencedUntil, 'moment')}`]),
      ...(inWindow === null ? [] : [`in maintenance by run ${escape(inWindow)}`]),
      ...(snooze === null
        ? []
        : [`snoozed until ${slackDate(snooze.until, 'moment')} by @${escape(snooze.by)}`]),
      `${escape(environment)}, since ${slackDate(incident.openedAt, 'moment')}`,
      `incident ${escape(id)}`,
    ].join(' · '),
  );
}

function heldNow({ holder, handling }: Incident): readonly string[] {
  if (holder === null) return ['held by nobody'];
  const until = handling.lapsesAt;
  return [
    `held by ${holderName(holder)} since ${slackDate(holder.since, 'minute')}`,
    ...(handling.reminded && until !== null
      ? [`nobody's again at ${slackDate(until, 'minute')}`]
      : []),
  ];
}

/** Who had it, and how long it took until somebody did. */
function heldUntilTheEnd({ holder, handling, openedAt }: Incident): readonly string[] {
  const { heldBy, acknowledgedAt } = handling;
  const names = new Set([...heldBy, ...(holder === null ? [] : [holder.person])]);
  if (names.size === 0) return ['nobody held it'];
  return [
    `held by ${[...names].map((name) => `@${escape(name)}`).join(', then ')}`,
    ...(acknowledgedAt === null
      ? []
      : [`acknowledged after ${formatDuration(acknowledgedAt - openedAt)}`]),
  ];
}

/** Buttons that fit the state; the Home tab, where incidents stand one below the other, has those to act with. */
export function incidentButtons(incident: Incident, atHome = false): readonly Block[] {
  const { id, resolvedAt, holder, handling, snooze } = incident;
  const button = (label: string, actionId: ActionId) => ({ label, actionId, value: id });
  const note = button('Add note…', actionIds.addNote);
  const file = button('Export timeline', actionIds.exportTimeline);
  if (resolvedAt !== null) return [actions([note, file])];
  const acknowledge = button('Acknowledge', actionIds.acknowledge);
  const duty =
    holder === null
      ? [{ ...acknowledge, primary: true }]
      : [
          ...(handling.reminded ? [acknowledge] : []),
          button('Hand over…', actionIds.handOver),
          button('Unacknowledge', actionIds.unacknowledge),
        ];
  const help = helpOf(incident);
  return [
    actions(
      [
        ...duty,
        ...(help === null ? [] : [button(help.label, actionIds.helpIncident)]),
        button('Silence…', actionIds.silence),
        snoozeChoice(id, snooze !== null),
        button('Run check now', actionIds.runCheck),
        ...(isAboutQueues(incident) ? [button('Queues', actionIds.showQueues)] : []),
        note,
        ...(atHome ? [] : [file]),
      ],
      // What someone chose from the menu is not to stand there when it is over.
      `incident-${id}-${snooze?.until ?? 'awake'}`,
    ),
  ];
}

/** Where the state of the queues says much. */
const queueChecks: readonly string[] = [
  'queues',
  'undelivered-messages',
  'ooda-loop',
  'neo4j-sync',
  'graph-drift',
  'workers',
];

function isAboutQueues({ check, instances }: Incident): boolean {
  return (
    queueChecks.includes(check) || instances.some(({ labels }) => Object.hasOwn(labels, 'queue'))
  );
}

/** For how long an incident is neither repeated nor escalated. The value carries what `/hart snooze` is told. */
function snoozeChoice(id: string, isSnoozed: boolean): Choice {
  const option = (label: string, word: string) => ({ label, value: `${id} ${word}` });
  return {
    placeholder: isSnoozed ? 'Snoozed…' : 'Snooze…',
    actionId: actionIds.snooze,
    options: [
      option('For 1 hour', '1h'),
      option('For 4 hours', '4h'),
      option('Until morning', 'morning'),
      ...(isSnoozed ? [option('No longer', 'off')] : []),
    ],
  };
}
