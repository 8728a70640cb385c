import { SqlServerError } from '../../tds/sql-server-error.ts';
import type { Parameter, WireValue } from '../../tds/wire-value.ts';
import { readTokens, type Token } from './token.ts';

/** `[server-less].[database].[schema].[name]`, as far as it was written. */
export interface ObjectName {
  readonly database: string | null;
  readonly schema: string | null;
  readonly name: string;
}

/**
 * Reads an acting statement word by word. What stands where a value is wanted may be a literal or a parameter of the
 * call; whatever else is there fails as SQL Server does, with 102, 137 or 156.
 */
export interface StatementReader {
  peek(ahead?: number): Token;
  /** The next words are these, whatever their case; symbols count as words. */
  at(...words: readonly string[]): boolean;
  /** Reads them if they are next. */
  take(...words: readonly string[]): boolean;
  expect(...words: readonly string[]): void;
  /** The next word, upper case, whatever it is. */
  word(): string;
  /** An identifier: bracketed, quoted or plain. */
  name(): string;
  objectName(): ObjectName;
  /** The name of a database: also as a parameter, as BACKUP and RESTORE allow. */
  nameOrParameter(): string;
  text(): string;
  number(): number;
  /** Literal or parameter of any type. */
  value(): WireValue;
  /** Reads `;`, or sees that the batch ends or goes on with a new statement. */
  endStatement(): void;
  /** Whether nothing is left. */
  done(): boolean;
  /** Goes back to, or forward to, a token that `mark` told. */
  mark(): number;
  reset(mark: number): void;
  /** The text of the batch between two marks. */
  source(from: number, to?: number): string;
  lineOf(mark: number): number;
  fail(): never;
}

/** Words that begin a statement: after the end of another they need no semicolon. */
const beginnings = new Set(
  `ALTER BACKUP BEGIN CHECKPOINT CLOSE COMMIT CREATE DBCC DECLARE DELETE DENY DROP END EXEC EXECUTE GRANT IF INSERT KILL
   MERGE PRINT RAISERROR RECEIVE RESTORE RETURN REVERT REVOKE ROLLBACK SAVE SELECT SEND SET THROW TRUNCATE UPDATE USE
   WAITFOR WHILE WITH`.split(/\s+/),
);
const keywords = new Set(
  [...beginnings].concat('FROM TO ON AS AND OR NOT WHERE ORDER GROUP BY INTO VALUES'.split(' ')),
);

export function createStatementReader(
  batch: string,
  params: readonly Parameter[],
): StatementReader {
  const tokens = readTokens(batch);
  const values = new Map(params.map(({ name, value }) => [`@${name}`.toLowerCase(), value]));
  let position = 0;

  const peek = (ahead = 0): Token => {
    const token = tokens[Math.min(position + ahead, tokens.length - 1)];
    if (!token) throw new Error('sandbox: a batch without an end');
    return token;
  };
  const is = (token: Token, word: string) =>
    (token.kind === 'word' || token.kind === 'symbol') && token.text.toUpperCase() === word;
  const at = (...words: readonly string[]) => words.every((word, ahead) => is(peek(ahead), word));
  const take = (...words: readonly string[]) => {
    if (!at(...words)) return false;
    position += words.length;
    return true;
  };
  const next = (): Token => {
    const token = peek();
    position += 1;
    return token;
  };

  function fail(): never {
    const token = peek();
    const word = token.text.toUpperCase();
    const isKeyword = token.kind === 'word' && keywords.has(word);
    const near = token.kind === 'end' ? (tokens[position - 1]?.text ?? '') : token.text;
    throw new SqlServerError({
      number: isKeyword ? 156 : 102,
      class: 15,
      line: token.line,
      message: isKeyword
        ? `Incorrect syntax near the keyword '${word}'.`
        : `Incorrect syntax near '${near}'.`,
    });
  }

  function parameter(token: Token): WireValue {
    const value = values.get(token.text.toLowerCase());
    if (value !== undefined) return value;
    const message = `Must declare the scalar variable "${token.text}".`;
    throw new SqlServerError({ number: 137, class: 15, state: 2, message, line: token.line });
  }

  function readName(): string {
    const { kind, text } = peek();
    const isName = kind === 'name' || (kind === 'word' && !keywords.has(text.toUpperCase()));
    if (!isName) fail();
    position += 1;
    return text;
  }

  function readValue(): WireValue {
    const negative = take('-');
    const token = peek();
    if (negative && token.kind !== 'number') fail();
    switch (token.kind) {
      case 'text':
        return next().text;
      case 'number':
        return Number(next().text) * (negative ? -1 : 1);
      case 'binary':
        return Buffer.from(next().text.slice(2), 'hex');
      case 'parameter':
        return parameter(next());
      default:
        if (take('NULL')) return null;
        return fail();
    }
  }

  function readText(): string {
    const token = peek();
    if (token.kind !== 'text' && token.kind !== 'parameter') fail();
    const found = readValue();
    if (typeof found === 'string') return found;
    position -= 1;
    return fail();
  }

  const reader: StatementReader = {
    peek,
    at,
    take,
    expect(...words) {
      for (const word of words) if (!take(word)) fail();
    },
    word: () => next().text.toUpperCase(),
    name: readName,
    objectName() {
      const parts = [readName()];
      while (take('.')) parts.push(at('.') ? '' : readName());
      return {
        name: parts.at(-1) ?? '',
        schema: parts.at(-2) || null,
        database: parts.at(-3) || null,
      };
    },
    nameOrParameter: () => (peek().kind === 'parameter' ? readText() : readName()),
    text: readText,
    number() {
      const mark = position;
      const found = readValue();
      if (typeof found === 'number') return found;
      if (typeof found === 'bigint') return Number(found);
      position = mark;
      return fail();
    },
    value: readValue,
    endStatement() {
      if (take(';')) {
        while (take(';'));
        return;
      }
      const { kind, text: word } = peek();
      if (kind === 'end' || (kind === 'word' && beginnings.has(word.toUpperCase()))) return;
      fail();
    },
    done: () => peek().kind === 'end',
    mark: () => position,
    reset(mark) {
      position = mark;
    },
    source: (from, to = position) =>
      batch.slice(tokens[from]?.from ?? batch.length, tokens[to]?.from ?? batch.length),
    lineOf: (mark) => tokens[mark]?.line ?? 1,
    fail,
  };
  return reader;
}
