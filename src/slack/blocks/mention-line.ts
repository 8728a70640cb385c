import type { Incident } from '../../domain/incident.ts';
import type { Content } from '../../domain/message.ts';
import { section } from './elements.ts';
import { escape } from './escape.ts';
import { alertTitle, holderName, standing, titledWords } from './incident-words.ts';
import { stateMark } from './state-mark.ts';

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
  const held = incident.holder === null ? 'nobody has it' : `${holderName(incident.holder)} has it`;
  const kind = escape(alertTitle(incident.alert));
  const what = worst === undefined ? kind : titledWords(incident.alert, worst);
  const line = `${stateMark('critical')} ${who === '' ? '' : `${who} `}${what}, ${held}`;
  return { text: line, blocks: [section(line)] };
}
