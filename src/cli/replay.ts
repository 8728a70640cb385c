import { readFileSync } from 'node:fs';
import { parseReplay } from '../alerting/parse-replay.ts';
import { replay as replayed } from '../alerting/replay.ts';
import { zoneOffset } from '../app/zone-offset.ts';
import { type Command, UsageError } from './command.ts';

export const replay: Command = {
  name: 'replay',
  summary: 'Recorded measurements through rules, alerting and routing in simulated time',
  usage: 'replay FILE [--json]',
  example: 'hart replay incident.json --json',
  options: { json: { type: 'boolean' } },
  positionals: ['FILE'],
  async run({ options, positionals: [file = ''] }, { out }) {
    const parsed = parseReplay(readJson(file));
    if (!parsed.ok) {
      const lines = parsed.complaints.map(
        ({ path, message, hint }) => `  ${path} ${message} (${hint})`,
      );
      throw new UsageError(`${file} can't be replayed:\n${lines.join('\n')}`);
    }
    const output = replayed(parsed.input, zoneOffset);
    if (options['json'] === true) {
      out(`${JSON.stringify(output)}\n`);
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

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} can't be read as JSON: ${why}`);
  }
}
