/** A piece of Slack's markup, understood. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'code' | 'pre'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike' | 'quote'; readonly parts: readonly Part[] }
  | { readonly kind: 'link'; readonly url: string; readonly label: string }
  | {
      readonly kind: 'user' | 'channel' | 'group' | 'range';
      readonly id: string;
      readonly label: string;
    }
  | {
      readonly kind: 'date';
      readonly seconds: number;
      readonly pattern: string;
      readonly fallback: string;
    };

/** The characters that Slack wants escaped. */
function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

const styles = [
  ['bold', '*'],
  ['italic', '_'],
  ['strike', '~'],
] as const;

/** Around a mark stands no letter or digit: `a_b_c` is no italics. */
function stylePattern(mark: string): RegExp {
  return new RegExp(
    `(?<![\\p{L}\\p{N}${mark}])[${mark}](?=[^\\s${mark}])([^\\n]*?[^\\s${mark}])[${mark}](?![\\p{L}\\p{N}${mark}])`,
    'u',
  );
}

const rules: readonly {
  readonly pattern: RegExp;
  readonly make: (match: RegExpExecArray) => Part;
}[] = [
  {
    pattern: /```\n?([\s\S]+?)\n?```/,
    make: ([, text = '']) => ({ kind: 'pre', text: unescape(text) }),
  },
  { pattern: /`([^`\n]+)`/, make: ([, text = '']) => ({ kind: 'code', text: unescape(text) }) },
  { pattern: /<([^<>\n]+)>/, make: ([, inner = '']) => angle(inner) },
  {
    pattern: /^(?:(?:&gt;|>) ?[^\n]*(?:\n|$))+/m,
    make: ([whole]) => ({
      kind: 'quote',
      parts: parseMrkdwn(whole.trimEnd().replaceAll(/^(?:&gt;|>) ?/gm, '')),
    }),
  },
  ...styles.map(([kind, mark]) => ({
    pattern: stylePattern(mark),
    make: ([, inner = '']: RegExpExecArray): Part => ({ kind, parts: parseMrkdwn(inner) }),
  })),
  { pattern: /\n/, make: () => ({ kind: 'break' }) },
];

/** What stands between angle brackets: a mention, a date, a link. */
function angle(inner: string): Part {
  const date = /^!date\^(\d+)\^([^^|]+)(?:\^([^|]+))?\|(.*)$/.exec(inner);
  if (date !== null) {
    const [, seconds = '0', pattern = '', , fallback = ''] = date;
    return { kind: 'date', seconds: Number(seconds), pattern, fallback };
  }
  const [target = '', ...rest] = inner.split('|');
  const label = unescape(rest.join('|'));
  if (target.startsWith('@')) return { kind: 'user', id: target.slice(1), label };
  if (target.startsWith('#')) return { kind: 'channel', id: target.slice(1), label };
  if (target.startsWith('!subteam^')) return { kind: 'group', id: target.slice(9), label };
  if (target.startsWith('!')) return { kind: 'range', id: target.slice(1), label };
  const url = unescape(target);
  return { kind: 'link', url, label: label === '' ? url : label };
}

/** Slack's markup (`mrkdwn`) in its parts: the earliest piece first, what is left on both sides likewise. */
export function parseMrkdwn(markup: string): readonly Part[] {
  if (markup === '') return [];
  const found = rules
    .map(({ pattern, make }) => ({ match: pattern.exec(markup), make }))
    .filter(
      (each): each is { match: RegExpExecArray; make: typeof each.make } => each.match !== null,
    )
    .toSorted((one, other) => one.match.index - other.match.index)
    .at(0);
  if (found === undefined) return [{ kind: 'text', text: unescape(markup) }];
  const { match, make } = found;
  const before = markup.slice(0, match.index);
  const after = markup.slice(match.index + match[0].length);
  return [
    ...(before === '' ? [] : [{ kind: 'text', text: unescape(before) } as const]),
    make(match),
    ...parseMrkdwn(after),
  ];
}
