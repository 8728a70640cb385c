import type { ReadAct } from './act.ts';

/** SET options of a session, as drivers send them: nothing here depends on them, so they are read and left. */
export const sessionSettings: ReadAct = (reader) => {
  if (!reader.at('SET') || reader.peek(1).kind !== 'word') return null;
  reader.take('SET');
  reader.word();
  while (
    !reader.done() &&
    !reader.at(';') &&
    !reader.at('SET') &&
    !startsAnother(reader.peek().text)
  )
    reader.word();
  return () => undefined;
};

function startsAnother(word: string): boolean {
  return /^(?:select|backup|restore|alter|use|exec|execute|dbcc|kill|drop|with|declare|begin)$/i.test(
    word,
  );
}
