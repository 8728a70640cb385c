import type { Labels } from '../../domain/alert.ts';
import { parseDuration } from '../../domain/time.ts';
import { code } from '../blocks/escape.ts';
import { matchersOf, matchersText, silenceForm } from '../views/silence-form.ts';
import type { Asked, Command } from './command.ts';
import { aboutIncident, actorOf } from './incident-act.ts';

export const silenceCommand: Command = {
  name: 'silence',
  usage: '/hart silence [ID | alert] [label=value …] [2h]',
  role: 'responder',
  summary: 'Keeps alerts from being announced for a while',
  example: '/hart silence 7Q3F 2h',
  details:
    "Opens a dialog: what it matches, for how long (at most 7 days), from when, why, and what it would mute now. With an incident it begins with that one's labels. What is muted is still watched; the end of what was announced is told in any case, and what still fires when the silence is over is announced. The button *Silence…* on the alert does the same.",
  needsEnvironment: true,
  about: aboutIncident,
  changes: false,
  dialog: true,
  async run(asked) {
    const { environment, services, dialog } = asked;
    const { matchers, duration } = await startOf(asked);
    const preview =
      Object.keys(matchers).length === 0 ? null : await services.wouldMute(environment, matchers);
    const text = matchersText(matchers);
    await dialog?.show(
      silenceForm({ environment, matchers: text, duration, comment: '', start: '' }, preview),
    );
  },
};

/** What was typed already: an incident or an alert's name, labels, a length of time. */
async function startOf({
  args,
  services,
}: Asked): Promise<{ readonly matchers: Labels; readonly duration: string }> {
  let matchers: Labels = {};
  let duration = '2h';
  for (const arg of args) {
    const [, label, value] = /^([^=]+)=(.+)$/.exec(arg) ?? [];
    if (label !== undefined && value !== undefined) {
      matchers = { ...matchers, [label]: value };
      continue;
    }
    if (parseDuration(arg) !== undefined) {
      duration = arg;
      continue;
    }
    const incident = await services.incident(arg.toUpperCase());
    matchers = { ...(incident === null ? { alert: arg } : matchersOf(incident)), ...matchers };
  }
  return { matchers, duration };
}

export const unsilenceCommand: Command = {
  name: 'unsilence',
  usage: '/hart unsilence ID',
  role: 'responder',
  summary: 'Ends a silence before its time',
  example: '/hart unsilence S3F07',
  details:
    'What it muted and still fires is announced at once. `/hart alerts` lists the silences with their ids.',
  needsEnvironment: false,
  about: { what: 'a silence', find: (id, services) => services.silenceHome(id) },
  changes: true,
  async run(asked) {
    const id = (asked.args[0] ?? '').toUpperCase();
    const ended = await asked.services.endSilence(asked.environment, id, actorOf(asked));
    if ('rule' in ended) return await asked.refuse(ended);
    await asked.say(`The silence ${code(id)} is over. What still fires is announced now.`);
  },
};
