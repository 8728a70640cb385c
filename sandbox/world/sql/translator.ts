import type { TranslateOptions, Translation } from './translate.ts';
import { translate } from './translate.ts';

/** Translates, and remembers: the bot sends the same few texts over and over. */
export type Translator = (text: string, options: TranslateOptions) => readonly Translation[];

const limit = 500;

export function createTranslator(): Translator {
  const known = new Map<string, readonly Translation[]>();
  return (text, options) => {
    const key = JSON.stringify([
      options.database,
      [...options.params].map(([name, type]) => [name, type.duck]),
      [...options.filters],
      text,
    ]);
    const found = known.get(key);
    if (found) return found;
    const made = translate(text, options);
    if (known.size >= limit) known.clear();
    known.set(key, made);
    return made;
  };
}
