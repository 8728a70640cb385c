import { z } from 'zod';
import type { Run } from '../domain/run.ts';
import { askBot, type BotLine } from '../terminal/ask-bot.ts';
import type { TerminalAnswer, TerminalQuestion } from '../terminal/questions.ts';
import { type ExitCode, type OptionValues, type Terminal, UsageError } from './command.ts';
import { requireConfig } from './config-file.ts';

/** What every command that asks the running bot understands. */
export const botOptions = {
  config: { type: 'string' },
  env: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** A conversation with the running bot, and the environment that is meant. */
export interface Conversation {
  readonly ask: (question: TerminalQuestion) => Promise<TerminalAnswer>;
  readonly environment: string;
}

/**
 * Asks the running bot as the present user. A change never guesses its environment: it must be named where there are
 * several.
 */
export async function withBot(
  options: OptionValues,
  terminal: Terminal,
  work: (conversation: Conversation) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { config } = requireConfig(options, terminal);
  const names = Object.keys(config.environments);
  const named = options['env'];
  const only = names.length === 1 ? names[0] : undefined;
  const environment = typeof named === 'string' ? named : only;
  if (environment === undefined || !names.includes(environment))
    throw new UsageError(`Name one environment with --env: ${names.join(', ')}.`);
  const line: BotLine = await askBot(config.terminal.socket);
  try {
    return await work({ ask: (question) => line.ask(question), environment });
  } finally {
    line.close();
  }
}

/** A refusal on standard error, or as the one JSON document. Always exit 1. */
export function sayRefusal(
  refusal: Extract<TerminalAnswer, { kind: 'refusal' }>,
  asJson: boolean,
  { out, err }: Terminal,
): ExitCode {
  const { rule, message, hint } = refusal;
  if (asJson) out(`${JSON.stringify({ ok: false, rule, message, hint })}\n`);
  else err(`hart: ${message}\n      ${hint}\n`);
  return 1;
}

const runSchema = z.custom<Run>(
  (value) => typeof value === 'object' && value !== null && 'plan' in value && 'state' in value,
);

/** The run of an answer. Bot and command line are of one version, so its inside is as we know it. */
export function runOf(value: unknown): Run {
  return runSchema.parse(value);
}

export function runsOf(value: unknown): readonly Run[] {
  return z.array(runSchema).parse(value);
}
