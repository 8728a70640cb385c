import type { Holder, Incident } from '../../domain/incident.ts';
import type { Content } from '../../domain/message.ts';
import { type Duration, formatDuration } from '../../domain/time.ts';
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
export function mentionLine(
  incident: Incident,
  onCall: OnCall,
  waited: Duration | null = null,
): Content {
  const worst = standing(incident)[0];
  const { holder } = incident;
  const who = mentioned(holder, onCall);
  const nobody =
    waited === null ? 'nobody has it' : `nobody has had it for ${formatDuration(waited)}`;
  const held = holder === null ? nobody : `${holderName(holder)} has it`;
  const kind = escape(alertTitle(incident.alert));
  const what = worst === undefined ? kind : titledWords(incident.alert, worst);
  const line = `${stateMark('critical')} ${who === '' ? '' : `${who} `}${what}, ${held}`;
  return { text: line, blocks: [section(line)] };
}

/** Whoever has it already is the one to know; otherwise those on call. */
function mentioned(holder: Holder | null, { users, group }: OnCall): string {
  if (holder !== null && holder.slackUserId !== null) return `<@${escape(holder.slackUserId)}>`;
  if (group !== null) return `<!subteam^${escape(group)}>`;
  return users.map((id) => `<@${escape(id)}>`).join(' ');
}
