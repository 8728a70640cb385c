import { parseReplay } from '../alerting/parse-replay.ts';
import { replay as replayed } from '../alerting/replay.ts';
import type { ReplayInput } from '../alerting/replay-model.ts';
import type { RenderedMessage } from '../app/render-replay.ts';
import { zoneOffset } from '../app/zone-offset.ts';
import { type Command, UsageError } from './command.ts';
import { readJsonFile } from './read-json-file.ts';

export const replay: Command = {
  name: 'replay',
  summary: 'Recorded measurements through rules, alerting and routing in simulated time',
  usage: 'replay FILE [--json] [--render]',
  example: 'hart replay incident.json --json',
  options: { json: { type: 'boolean' }, render: { type: 'boolean' } },
  positionals: ['FILE'],
  async run({ options, positionals: [file = ''] }, { out }) {
    const parsed = parseReplay(readJsonFile(file));
    if (!parsed.ok) {
      const lines = parsed.complaints.map(
        ({ path, message, hint }) => `  ${path} ${message} (${hint})`,
      );
      throw new UsageError(`${file} can't be replayed:\n${lines.join('\n')}`);
    }
    const messages = options['render'] === true ? await rendered(parsed.input) : null;
    const output = replayed(parsed.input, zoneOffset);
    if (options['json'] === true) {
      out(`${JSON.stringify(messages === null ? output : { ...output, messages })}\n`);
      return 0;
    }
    if (messages !== null) {
      for (const message of messages) out(messageText(message));
      return 0;
    }
    for (const { at, alert, labels, from, to, reason } of output.transitions)
      out(`${at}  ${alert}${JSON.stringify(labels)}  ${from} → ${to} (${reason})\n`);
    for (const { at, reason, firing, resolved } of output.notifications)
      out(
        `${at}  notify ${reason}: firing ${firing.join(' ') || '–'}; resolved ${resolved.join(' ') || '–'}\n`,
      );
    return 0;
  },
};

/** The messages are written by what the bot writes with, which is loaded only where it is wanted. */
async function rendered(input: ReplayInput): Promise<readonly RenderedMessage[]> {
  const { renderReplay } = await import('../app/render-replay.ts');
  return renderReplay(input);
}

function messageText(message: RenderedMessage): string {
  const { at, action, key, thread, broadcast, text, blocks } = message;
  const place = thread === null ? '' : ` in the thread of ${thread}`;
  const also = broadcast ? ', shown in the channel too' : '';
  const head = `${at}  ${action} ${key}${place}${also}`;
  return `${head}\n${text}\n${JSON.stringify(blocks, null, 2)}\n\n`;
}
