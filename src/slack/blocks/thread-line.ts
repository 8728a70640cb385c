import { formatValue } from '../../domain/format-value.ts';
import type { Incident, IncidentChange, IncidentInstance } from '../../domain/incident.ts';
import type { Content } from '../../domain/message.ts';
import { section } from './elements.ts';
import { code, escape } from './escape.ts';
import {
  alertTitle,
  conditionWords,
  instanceName,
  instanceWords,
  standing,
  thresholdWords,
} from './incident-words.ts';
import { plainDate, slackDate } from './slack-date.ts';
import { stateMark } from './state-mark.ts';

/** One change as one line of the thread: `14:08 5,120, critical now (threshold 5,000)`. It mentions nobody. */
export function threadLine(change: IncidentChange, incident: Incident): Content {
  const words = changeWords(change, incident);
  return {
    text: `${plainDate(change.at, 'minute')} ${words}`,
    blocks: [section(`${slackDate(change.at, 'minute')} ${words}`)],
  };
}

function changeWords({ kind, instance, detail }: IncidentChange, incident: Incident): string {
  const value = instance === null ? escape(alertTitle(incident.alert)) : named(instance, incident);
  const more = detail === null ? '' : escape(detail);
  switch (kind) {
    case 'opened':
      return `${value}${threshold(instance)}`;
    case 'added':
      return `also ${value}${threshold(instance)}`;
    case 'worsened':
      return `${value}, critical now${threshold(instance)}`;
    case 'improved':
      return `${value}, only a warning now${threshold(instance)}`;
    case 'instance-resolved':
    case 'resolved':
      return `${value} resolved${why(more, instance)}`;
    case 'repeated':
      return more === '' ? 'still open' : `repeated after ${more}`;
    case 'acknowledged':
    case 'unacknowledged':
      return more === '' ? kind : `${kind} by ${more}`;
    case 'note':
      return more;
  }
}

/** With one instance the thread is about it: its value suffices. With several, its name comes first. */
function named(instance: IncidentInstance, { instances }: Incident): string {
  const value = formatValue(instance.value, instance.unit);
  const name = instanceName(instance);
  if (instance.value === null) return name === '' ? 'it' : code(name);
  return instances.length > 1 && name !== '' ? `${code(name)} ${value}` : value;
}

function threshold(instance: IncidentInstance | null): string {
  const words = instance === null ? null : thresholdWords(instance.threshold, instance.unit);
  return words === null ? '' : ` (threshold ${words})`;
}

function why(detail: string, instance: IncidentInstance | null): string {
  if (detail !== '') return `: ${detail}`;
  const words = instance === null ? null : conditionWords(instance.recovers, instance.unit);
  return words === null ? '' : `: ${words}`;
}

/** Who is on call: people's and one group's Slack ids. */
export interface OnCall {
  readonly users: readonly string[];
  readonly group: string | null;
}

/**
 * The one line that notifies: posted as a broadcast reply when an incident first turns critical, and at each
 * escalation. Nothing else mentions anyone.
 */
export function mentionLine(incident: Incident, onCall: OnCall): Content {
  const worst = standing(incident)[0];
  const who =
    onCall.group === null
      ? onCall.users.map((id) => `<@${escape(id)}>`).join(' ')
      : `<!subteam^${escape(onCall.group)}>`;
  const held =
    incident.holder === null ? 'nobody has it' : `held by ${escape(incident.holder.person)}`;
  const kind = escape(alertTitle(incident.alert));
  const what = worst === undefined ? kind : subject(worst, kind);
  const line = `${stateMark('critical')} ${who === '' ? '' : `${who} `}${what}, ${held}`;
  return { text: line, blocks: [section(line)] };
}

function subject(worst: IncidentInstance, kind: string): string {
  return worst.summary === null ? `${kind}: ${instanceWords(worst)}` : instanceWords(worst);
}
