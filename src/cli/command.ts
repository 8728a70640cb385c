import type { ParseArgsConfig } from 'node:util';

/** 0 done, 1 refused or not healthy, 2 usage or unreadable input. */
export type ExitCode = 0 | 1 | 2;

export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Standard output: the answer, and with --json one JSON document and nothing else. */
  readonly out: (text: string) => void;
  /** Standard error: everything else. */
  readonly err: (text: string) => void;
}

export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

/** One command of the command line. */
export interface Command {
  /** `config check`: one or two words. */
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly example: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** Names of the positional arguments; all are required. */
  readonly positionals: readonly string[];
  /** Not listed by `hart help`. */
  readonly hidden?: boolean;
  run(
    input: { readonly options: OptionValues; readonly positionals: readonly string[] },
    terminal: Terminal,
  ): Promise<ExitCode>;
}

/** What someone typed makes no sense: exit 2, with the way out. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** An option's text, or its default. */
export function textOption(options: OptionValues, name: string, fallback: string): string {
  const value = options[name];
  return typeof value === 'string' ? value : fallback;
}
