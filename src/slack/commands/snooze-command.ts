import { type Instant, parseDuration } from '../../domain/time.ts';
import { code } from '../blocks/escape.ts';
import { slackDate } from '../blocks/slack-date.ts';
import type { Asked, Command } from './command.ts';
import { aboutIncident, actOn, namedIncident } from './incident-act.ts';

export const snoozeCommand: Command = {
  name: 'snooze',
  usage: '/hart snooze ID [1h | 4h | morning | off]',
  role: 'responder',
  summary: 'Leaves an incident alone for a while: no repeats, no escalation',
  example: '/hart snooze 7Q3F 4h',
  details:
    'For a day at most; `morning` is the time of the daily digest. It is over when the incident gets worse or is resolved; `off` ends it earlier. What changes is still told in the thread. The menu *Snooze…* on the alert does the same.',
  needsEnvironment: false,
  about: aboutIncident,
  changes: true,
  async run(asked) {
    const incident = await namedIncident(asked);
    if (incident === null) return;
    const word = asked.args[1] ?? '1h';
    if (word === 'off')
      return await actOn(asked, incident, { kind: 'wake' }, 'No longer snoozed: incident');
    const until = endOf(word, asked);
    if (until === null)
      return await asked.say(
        `For how long? ${code(word)} is neither a length of time, such as 1h or 4h, nor \`morning\` or \`off\`.`,
      );
    const done = `Snoozed until ${slackDate(until, 'moment')}: incident`;
    return await actOn(asked, incident, { kind: 'snooze', until }, done);
  },
};

function endOf(word: string, { now, services }: Asked): Instant | null {
  if (word === 'morning') return services.facts.morning(now());
  const length = parseDuration(word);
  return length === undefined ? null : now() + length;
}
