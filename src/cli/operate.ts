import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../domain/json.ts';
import type { OperationName } from '../domain/plan.ts';
import { isOver, type Run } from '../domain/run.ts';
import type { TerminalQuestion } from '../terminal/questions.ts';
import { askPerson } from './ask-person.ts';
import { type ExitCode, type OptionValues, type Terminal, UsageError } from './command.ts';
import { planWords, reportWords, runWords, succeeded } from './run-words.ts';
import { botOptions, type Conversation, runOf, sayRefusal, withBot } from './with-bot.ts';

/** Options of every command that plans something. */
export const operateOptions = {
  ...botOptions,
  yes: { type: 'boolean' },
  'plan-only': { type: 'boolean' },
  'typed-name': { type: 'string' },
  code: { type: 'string' },
  'no-wait': { type: 'boolean' },
} as const;

const lookAgain = 500;

/**
 * Plans an operation, shows the plan, asks for consent, and follows the run to its end. `--json` prints the run as it
 * ended, or with `--plan-only` as it was planned.
 */
export async function operate(
  order: { readonly operation: OperationName; readonly options: JsonObject },
  options: OptionValues,
  terminal: Terminal,
): Promise<ExitCode> {
  const asJson = options['json'] === true;
  return await withBot(options, terminal, async (conversation) => {
    const { environment } = conversation;
    const planned = await conversation.ask({
      ask: 'propose',
      environment,
      operation: order.operation,
      options: order.options,
    });
    if (planned.kind === 'refusal') return sayRefusal(planned, asJson, terminal);
    const run = runOf(planned.value);
    if (!asJson) terminal.err(planWords(run, Date.now()));
    if (options['plan-only'] === true) {
      if (asJson) terminal.out(`${JSON.stringify(run)}\n`);
      return 0;
    }
    const confirmed = await conversation.ask(await consentOf(run, options));
    if (confirmed.kind === 'refusal') return sayRefusal(confirmed, asJson, terminal);
    return await follow(runOf(confirmed.value), conversation, options, terminal);
  });
}

async function consentOf(run: Run, options: OptionValues): Promise<TerminalQuestion> {
  const { plan, consent, id, hash } = run;
  const name = `${plan.environment}/${plan.target.database}`;
  const typed = async (): Promise<string> => {
    const given = options['typed-name'];
    return typeof given === 'string'
      ? given
      : await askPerson(`Type ${name} to agree: `, `--typed-name ${name}`);
  };
  const typedName = consent.typedName ? await typed() : undefined;
  if (!consent.typedName && options['yes'] !== true) {
    const said = await askPerson('Agree? Type yes: ', '--yes');
    if (said !== 'yes') throw new UsageError(`Nothing was done. The plan ${id} expires by itself.`);
  }
  const code = consent.stepUp ? await codeOf(options) : undefined;
  return {
    ask: 'confirm',
    id,
    hash,
    ...(typedName === undefined ? {} : { typedName }),
    ...(code === undefined ? {} : { code }),
  };
}

export async function codeOf(options: OptionValues): Promise<string> {
  const given = options['code'];
  return typeof given === 'string' ? given : await askPerson('One-time code: ', '--code');
}

/** Says each new state until it is over, or only once where nobody wants to wait. */
export async function follow(
  begun: Run,
  { ask }: Conversation,
  options: OptionValues,
  terminal: Terminal,
): Promise<ExitCode> {
  const asJson = options['json'] === true;
  let run = begun;
  let said = '';
  for (;;) {
    const words = runWords(run);
    if (!asJson && words !== said) terminal.err(`${words}\n`);
    said = words;
    if (isOver(run.state) || options['no-wait'] === true) break;
    await sleep(lookAgain);
    const found = await ask({ ask: 'find', id: run.id });
    if (found.kind === 'refusal') return sayRefusal(found, asJson, terminal);
    run = runOf(found.value);
  }
  if (asJson) terminal.out(`${JSON.stringify(run)}\n`);
  else if (isOver(run.state)) terminal.out(reportWords(run));
  return succeeded(run) ? 0 : 1;
}
