import { formatValue } from '../../domain/format-value.ts';
import type { Incident, IncidentChange, IncidentInstance } from '../../domain/incident.ts';
import type { Block, Content } from '../../domain/message.ts';
import type { Instant } from '../../domain/time.ts';
import { section } from './elements.ts';
import { code, escape } from './escape.ts';
import {
  alertTitle,
  conditionWords,
  endingWords,
  instanceName,
  isTelling,
  thresholdWords,
} from './incident-words.ts';
import { plainDate, slackDate } from './slack-date.ts';

/** One change as one line of the thread: `14:08 5,120, critical now (threshold 5,000)`. It mentions nobody. */
export function threadLine(change: IncidentChange, incident: Incident): Content {
  const plain = changeWords(change, incident, (at) => plainDate(at, 'moment'));
  const exact = changeWords(change, incident, (at) => slackDate(at, 'moment'));
  return {
    text: `${plainDate(change.at, 'minute')} ${plain}`,
    blocks: paragraphs(`${slackDate(change.at, 'minute')} ${exact}`).map(section),
  };
}

/** A line that names very many would be cut off by Slack at 3,000 characters. */
function paragraphs(line: string): readonly string[] {
  if (line.length <= PARAGRAPH) return [line];
  const end = line.lastIndexOf(', ', PARAGRAPH);
  return end <= 0 ? [line] : [line.slice(0, end + 1), ...paragraphs(line.slice(end + 2))];
}

const PARAGRAPH = 2900;
const STORY = 10;
const NAMES = 5;

/** The newest of what happened to an incident, oldest first. */
export function storyBlocks(
  incident: Incident,
  changes: readonly IncidentChange[],
): readonly Block[] {
  if (changes.length === 0) return [];
  const left = changes.length - STORY;
  const lines = changes.slice(-STORY).map((change) => {
    const few = { ...change, names: change.names?.slice(0, NAMES) ?? [] };
    const words = changeWords(few, incident, (at) => slackDate(at, 'moment'));
    const unnamed = (change.names?.length ?? 0) - few.names.length;
    const others = unnamed > 0 ? ` and ${unnamed} more, in the thread` : '';
    return `${slackDate(change.at, 'moment')} ${words}${others}`;
  });
  return [section([...(left > 0 ? [`${left} earlier, in the thread`] : []), ...lines].join('\n'))];
}

type Words = (
  value: string,
  more: string,
  instance: IncidentInstance | null,
  /** A moment, as the place wants it. */
  until: string,
  since: string,
  names: string,
) => string;

const sentences: Readonly<Record<IncidentChange['kind'], Words>> = {
  opened: (value, _, instance) => `${value}${threshold(instance)}`,
  added: (value, _, instance) => `also ${value}${threshold(instance)}`,
  listed: (_, more, __, ___, ____, names) => `${more}: ${names}`,
  worsened: (value, _, instance) => `${value}, critical now${threshold(instance)}`,
  improved: (value, _, instance) => `${value}, only a warning now${threshold(instance)}`,
  'instance-resolved': (value, more) => `resolved: ${value}${inBrackets(more)}`,
  resolved: (value, more) => `resolved: ${value}${inBrackets(more)}`,
  repeated: (_, more) => (more === '' ? 'still open' : `still open: repeated after ${more}`),
  acknowledged: (_, more) => (more === '' ? 'acknowledged' : `acknowledged by ${more}`),
  unacknowledged: (_, more) => (more === '' ? 'given back' : `given back by ${more}`),
  'handed-over': (_, more) => `handed over by ${more}`,
  reminded: (_, more, __, until) =>
    `still with ${more}? It is nobody's again ${until} unless ${more} acknowledges it once more`,
  lapsed: (_, more) => `nobody has it any more: ${more} and has not confirmed it`,
  escalated: (_, more) =>
    more === '' ? 'those on call were mentioned' : `mentioned again: nobody had it for ${more}`,
  silenced: (_, more, __, until) => `silenced until ${until} by ${more}`,
  'silence-over': (_, more) => more,
  window: (_, more) => `in maintenance: ${more}`,
  snoozed: (_, more, __, until) => `snoozed until ${until} by ${more}`,
  'snooze-over': (_, more) => `no longer snoozed: ${more}`,
  did: (_, more) => more,
  'not-watched': (_, __, ___, until, since) => `hart was not running from ${since} to ${until}`,
  note: (_, more) => `note by ${more}`,
};

/** What changed, in words, with moments written as the place wants them. */
export function changeWords(
  { at, kind, instance, detail, until, since, names = [] }: IncidentChange,
  incident: Incident,
  moment: (at: Instant) => string,
): string {
  const isOver = kind === 'resolved' || kind === 'instance-resolved';
  const as = instance !== null && isOver ? { ...instance, resolvedAt: at } : instance;
  const value = as === null ? escape(alertTitle(incident.alert)) : named(as, incident);
  const why = as !== null && isOver ? whyOver(as, incident) : '';
  const more = detail === null ? why : escape(detail);
  const [to, from] = [moment(until ?? at), moment(since ?? at)];
  const all = names.map((labels) => code(instanceName({ labels }))).join(', ');
  return sentences[kind](value, more, as, to, from, all);
}

/** With one instance the thread is about it: its value suffices. With several, its name comes first. */
function named(instance: IncidentInstance, { instances }: Incident): string {
  const value = formatValue(instance.value, instance.unit);
  const name = instanceName(instance);
  // "resolved: no" would leave one to wonder what is not.
  if (!isTelling(instance)) return name === '' ? 'it' : code(name);
  return instances.length > 1 && name !== '' ? `${code(name)} ${value}` : value;
}

function threshold(instance: IncidentInstance | null): string {
  const words = instance === null ? null : thresholdWords(instance.threshold, instance.unit);
  return inBrackets(words === null ? '' : `threshold ${words}`);
}

function whyOver(instance: IncidentInstance, { alert }: Incident): string {
  const ended = endingWords(alert, instance);
  if (ended !== null) return ended;
  return (isTelling(instance) && conditionWords(instance.recovers, instance.unit)) || '';
}

function inBrackets(words: string): string {
  return words === '' ? '' : ` (${words})`;
}
