import type { Incident } from '../../domain/incident.ts';
import type { Content } from '../../domain/message.ts';
import { context, section } from './elements.ts';
import { escape } from './escape.ts';
import { holderName } from './incident-words.ts';
import { slackDate } from './slack-date.ts';
import { stateMark } from './state-mark.ts';

/** A test alert: it says before anything else that nothing is wrong. */
export function testAlert(incident: Incident): Content {
  const { environment, holder, openedAt, resolvedAt, id } = incident;
  const by = holder === null ? '' : `, asked for by ${holderName(holder)}`;
  const title =
    resolvedAt === null
      ? `${stateMark('warning')} Test alert for ${escape(environment)}: nothing is wrong`
      : `${stateMark('ok')} Test alert for ${escape(environment)} is over`;
  const facts = incident.facts.map(escape);
  return {
    text: `${title}${by}`,
    blocks: [
      section(`*${title}*`),
      section(
        [`It came the way that a real alert comes: rule, group, outbox, Slack.`, ...facts].join(
          '\n',
        ),
      ),
      context(`sent ${slackDate(openedAt, 'moment')}${by} · incident ${escape(id)}`),
    ],
  };
}
