/**
 * Makes text harmless in Slack's markup: names of queues, files and people are data, and `<!channel>` in one of them
 * must not notify anyone. Control characters and direction marks go: they can make text read as something else.
 */
export function escape(text: string): string {
  return tame(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Text without control, direction and zero-width characters, for places that Slack does not parse. */
export function tame(text: string): string {
  return text.toWellFormed().replaceAll(/(?![\n\t])[\p{Cc}\p{Cf}]/gu, '');
}

/** A name of something in `code`. */
export function code(name: string): string {
  const inner = escape(name).replaceAll('`', 'ˋ').replaceAll(/\s+/g, ' ').trim();
  return inner === '' ? '–' : `\`${inner}\``;
}

/** What stands before the first colon in bold; all of it where there is none. Code in bold is lost on some readers. */
export function boldLead(markup: string): string {
  const lead = /^[^`:*]{1,60}:(?=\s)/.exec(markup)?.[0];
  if (lead !== undefined) return `*${lead}*${markup.slice(lead.length)}`;
  return markup.includes('`') ? markup : `*${markup}*`;
}

/** At most `length` characters, an ellipsis in place of what is lost; never half a surrogate pair. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  const kept = text.slice(0, Math.max(0, length - 1));
  return `${kept.replace(/[\ud800-\udbff]$/, '')}…`;
}
