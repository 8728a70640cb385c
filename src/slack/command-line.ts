import { clip, code, tame } from './blocks/escape.ts';
import { suggest } from './suggest.ts';

/** `/hart <command> [arguments] [--env NAME]`, read. */
export interface CommandLine {
  readonly kind: 'command-line';
  /** In lower case; empty when nothing was typed. */
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: string | null;
}

/** What is wrong with it and what to type instead, in Slack's markup. */
export interface Misread {
  readonly kind: 'misread';
  readonly message: string;
  readonly hint: string;
}

/** Nobody types more than this; what is longer was pasted by mistake. */
const LONGEST = 500;
/** Options besides `--env`: they stay among the arguments, written `--name` or `--name=value`. */
export const commandOptions: Readonly<Record<string, 'flag' | 'value'>> = {
  artifact: 'value',
  'copy-only': 'flag',
  stripes: 'value',
  'workers-paused': 'flag',
};
const options = ['env', ...Object.keys(commandOptions)];
const quotes: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '“': '”',
  '„': '“',
  '‘': '’',
  '«': '»',
};

/**
 * Reads what stands behind `/hart`. Forgives what keyboards and Slack do to text: curly quotes, `—env` for `--env`,
 * odd spaces, invisible characters, `&amp;`.
 */
export function parseCommandLine(text: string): CommandLine | Misread {
  const clean = tame(unescape(text)).normalize('NFKC').trim();
  if (clean.length > LONGEST) {
    return misread(
      `That is ${clean.length.toLocaleString('en')} characters; a command has at most ${LONGEST}.`,
      'Type `/hart help` for what there is.',
    );
  }
  const words = splitWords(clean);
  if (words === null)
    return misread('A quotation mark is not closed.', 'Close it, or leave it out.');
  return readWords(words);
}

function readWords(words: readonly Word[]): CommandLine | Misread {
  const plain: string[] = [];
  let environment: string | null = null;
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const option = word.quoted ? null : /^(?:--|—|–)([^=]*)(?:=(.*))?$/.exec(word.text);
    if (option === null) {
      plain.push(word.text);
      continue;
    }
    const name = (option[1] ?? '').toLowerCase();
    const kind = Object.hasOwn(commandOptions, name) ? commandOptions[name] : undefined;
    if (kind === 'flag' && option[2] === undefined) {
      plain.push(`--${name}`);
      continue;
    }
    if (kind === 'value') {
      const value = option[2] ?? rest.shift()?.text ?? '';
      if (value === '') return misread(`\`--${name}\` needs a value.`, 'Type `/hart help`.');
      plain.push(`--${name}=${value}`);
      continue;
    }
    if (name !== 'env') return unknownOption(name);
    if (environment !== null)
      return misread('`--env` stands there twice.', 'Name one environment.');
    environment = option[2] ?? rest.shift()?.text ?? '';
    if (environment === '') {
      return misread('`--env` needs a name.', 'For example: `/hart status --env production`.');
    }
  }
  const [command = '', ...args] = plain;
  return { kind: 'command-line', command: command.toLowerCase(), args, environment };
}

function unknownOption(name: string): Misread {
  const meant = suggest(name, options);
  return misread(
    `hart knows no option ${code(`--${clip(name, 40)}`)}.`,
    meant === null ? 'The one option is `--env NAME`.' : `Did you mean \`--${meant}\`?`,
  );
}

interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

/** Words between spaces; a quoted stretch is one word. Null: a quotation mark is not closed. */
function splitWords(text: string): readonly Word[] | null {
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (/\s/.test(char)) {
      at += 1;
      continue;
    }
    const close = quotes[char];
    if (close === undefined) {
      const end = text.slice(at).search(/\s/);
      const word = end < 0 ? text.slice(at) : text.slice(at, at + end);
      words.push({ text: word, quoted: false });
      at += word.length;
      continue;
    }
    const end = text.indexOf(close, at + 1);
    if (end < 0) return null;
    words.push({ text: text.slice(at + 1, end), quoted: true });
    at = end + 1;
  }
  return words;
}

function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function misread(message: string, hint: string): Misread {
  return { kind: 'misread', message, hint };
}
