import type { Control, Message } from './control-client.ts';
import { eventually } from './eventually.ts';

/** All that people read in a message, its text and its blocks. */
export function wordsOf({ text, blocks }: Pick<Message, 'text' | 'blocks'>): string {
  return `${text}\n${strings(blocks).join('\n')}`;
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(strings);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(strings);
  return [];
}

/** What stands there while the bot is still at work. */
const unfinished =
  /Measuring anew|^(?:SANDBOX )?(?:Running|Gathering|Looking|Reading|Writing|The test alert is on its way)/;

/** Sends `/hart …` and waits for the whole answer, which only this person sees. */
export async function ask(
  control: Control,
  user: string,
  text: string,
  channel = 'COPS',
): Promise<Message> {
  const known = new Set((await control.messages({ channel, user })).map(({ ts }) => ts));
  const { acked } = await control.command(user, text, channel);
  if (!acked) throw new Error(`${text} was not acknowledged`);
  return eventually(async () => {
    const all = await control.messages({ channel, user });
    const fresh = all.filter(({ ts, ephemeral }) => ephemeral && !known.has(ts));
    const [answer, ...others] = fresh;
    if (answer === undefined) throw new Error(`no answer to ${text}`);
    if (others.length > 0) throw new Error(`${fresh.length} answers to ${text}`);
    if (unfinished.test(wordsOf(answer))) throw new Error(`no full answer to ${text}`);
    return answer;
  });
}

/** The root messages of incidents in the ops channel, oldest first. */
export async function roots(control: Control): Promise<readonly Message[]> {
  const all = await control.messages();
  return all.filter((message) => keyOf(message).endsWith(':root') && !message.deleted);
}

/** The key under which the bot sent a message. */
export function keyOf({ metadata }: Message): string {
  const key = metadata?.event_payload['key'];
  return typeof key === 'string' ? key : '';
}

export function isResolved({ text }: Message): boolean {
  return text.includes('Resolved after');
}

/** The cells of a message's first table, its heads first. */
export function tableOf({ blocks }: Pick<Message, 'blocks'>): readonly (readonly string[])[] {
  const table = blocks.find(({ type }) => type === 'table' || type === 'data_table');
  const rows: unknown = table?.['rows'];
  return Array.isArray(rows)
    ? rows.map((row: unknown) => (Array.isArray(row) ? row.map(textOf) : []))
    : [];
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join('');
  if (typeof value !== 'object' || value === null) return '';
  if ('text' in value && typeof value.text === 'string') return value.text;
  return Object.values(value).map(textOf).join('');
}
