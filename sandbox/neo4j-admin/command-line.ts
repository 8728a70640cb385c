/** Exit codes of Neo4j's tools, which follow sysexits.h. */
export const exitCode = { ok: 0, failed: 1, notRunning: 3, usage: 64, noInput: 66 } as const;

/** What a command writes to, and where it stands. */
export interface Console {
  out(line: string): void;
  err(line: string): void;
}

/** Ends a command with a message, as Neo4j's CommandFailedException does. */
export class CommandFailedError extends Error {
  override readonly name = 'CommandFailedError';
  readonly code: number;

  constructor(message: string, code: number = exitCode.failed) {
    super(message);
    this.code = code;
  }
}

/** The words of a call could not be understood. */
export class UsageError extends CommandFailedError {
  constructor(message: string) {
    super(message, exitCode.usage);
  }
}

/** Which options a command takes: `flag` may stand alone or say `=true|false`. */
export type OptionKinds = Readonly<Record<string, 'value' | 'flag'>>;

export interface CommandArguments {
  value(option: string): string | undefined;
  flag(option: string): boolean;
  /** The database, wherever among the options it stands. */
  readonly database: string | undefined;
}

/** Reads `--option=value`, `--option value` and one name; UsageError for anything else, in picocli's words. */
export function readArguments(argv: readonly string[], kinds: OptionKinds): CommandArguments {
  const values = new Map<string, string>();
  const names: string[] = [];
  const words = [...argv];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (!word.startsWith('-')) {
      names.push(word);
      continue;
    }
    const [option, given] = split(word);
    const kind = kinds[option];
    if (kind === undefined) throw new UsageError(`Unknown option: '${word}'`);
    if (kind === 'flag') values.set(option, given ?? 'true');
    else {
      const value = given ?? words.shift();
      if (value === undefined)
        throw new UsageError(`Missing required parameter for option '${option}' (<path>)`);
      values.set(option, value);
    }
  }
  if (names.length > 1)
    throw new UsageError(
      `Unmatched argument at index ${argv.indexOf(names[1] ?? '') + 2}: '${names[1]}'`,
    );
  return {
    value: (option) => values.get(option),
    flag: (option) => values.get(option) === 'true',
    database: names[0],
  };
}

function split(word: string): readonly [string, string | undefined] {
  const at = word.indexOf('=');
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

/** The name that a command cannot do without. */
export function wanted(database: string | undefined): string {
  if (database === undefined) throw new UsageError("Missing required parameter: '<database>'");
  return database;
}
