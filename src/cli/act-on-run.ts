import type { Run } from '../domain/run.ts';
import type { TerminalQuestion } from '../terminal/questions.ts';
import {
  type Command,
  type ExitCode,
  type OptionValues,
  type Terminal,
  textOption,
  UsageError,
} from './command.ts';
import { codeOf, follow, operate, operateOptions } from './operate.ts';
import { changedWords, planWords, runWords, shownHash } from './run-words.ts';
import { botOptions, type Conversation, runOf, runsOf, sayRefusal, withBot } from './with-bot.ts';

/** A command about one run that says what became of it. */
function aboutRun(
  command: Pick<Command, 'name' | 'summary' | 'usage' | 'example' | 'options'>,
  question: (id: string, options: OptionValues) => TerminalQuestion | Promise<TerminalQuestion>,
  afterwards: 'say' | 'follow' = 'say',
): Command {
  return {
    ...command,
    positionals: ['RUN'],
    async run({ options, positionals: [id = ''] }, terminal) {
      const asked = await question(idOf(id), options);
      return await withBot(options, terminal, async (conversation) => {
        const answer = await conversation.ask(asked);
        if (answer.kind === 'refusal')
          return sayRefusal(answer, options['json'] === true, terminal);
        const run = runOf(answer.value);
        if (afterwards === 'follow') return await follow(run, conversation, options, terminal);
        return say(run, options, terminal);
      });
    },
  };
}

export const approve = aboutRun(
  {
    name: 'approve',
    summary: 'Agrees to a plan that somebody else asked for',
    usage: 'approve RUN --hash HASH [--code CODE] [--env NAME] [--config FILE] [--json]',
    example: 'hart approve R204 --hash 9f3c2a1b7e44',
    options: { ...botOptions, hash: { type: 'string' }, code: { type: 'string' } },
  },
  async (id, options) => {
    const hash = textOption(options, 'hash', '').toLowerCase();
    if (!/^[0-9a-f]{12,64}$/.test(hash))
      throw new UsageError(
        `Read the plan with "hart show ${id}", then give the first ${shownHash} characters of its hash, or all, with --hash.`,
      );
    return { ask: 'approve', id, hash, code: await codeOf(options) };
  },
);

export const reject = aboutRun(
  {
    name: 'reject',
    summary: 'Says no to a plan, with a reason',
    usage: 'reject RUN --why TEXT [--env NAME] [--config FILE] [--json]',
    example: 'hart reject R204 --why "the month-end close is running"',
    options: { ...botOptions, why: { type: 'string' } },
  },
  (id, options) => {
    const why = textOption(options, 'why', '').trim();
    if (why === '') throw new UsageError('Say why, with --why.');
    return { ask: 'reject', id, why };
  },
);

export const withdraw = aboutRun(
  {
    name: 'withdraw',
    summary: 'Takes back what you asked for, before it runs',
    usage: 'withdraw RUN [--env NAME] [--config FILE] [--json]',
    example: 'hart withdraw R204',
    options: botOptions,
  },
  (id) => ({ ask: 'withdraw', id }),
);

export const startRun = aboutRun(
  {
    name: 'start-run',
    summary: 'Starts what you asked for and others approved, and follows it',
    usage: 'start-run RUN [--no-wait] [--env NAME] [--config FILE] [--json]',
    example: 'hart start-run R204',
    options: { ...botOptions, 'no-wait': { type: 'boolean' } },
  },
  (id) => ({ ask: 'start', id }),
  'follow',
);

/** By a word while nothing is overwritten; after that by a plan of its own, shown and agreed to like any other (S12). */
export const cancel: Command = {
  name: 'cancel',
  summary: 'Stops a run; one that overwrites already, by a plan that others approve',
  usage:
    'cancel RUN [--plan-only] [--yes | --typed-name NAME] [--code CODE] [--no-wait] [--env NAME] [--config FILE] [--json]',
  example: 'hart cancel R204',
  options: operateOptions,
  positionals: ['RUN'],
  async run({ options, positionals: [id = ''] }, terminal) {
    const run = idOf(id);
    return await withBot(options, terminal, async ({ ask }) => {
      if (options['plan-only'] === true) return await planCancel(run, ask, options, terminal);
      const answer = await ask({ ask: 'cancel', id: run });
      if (answer.kind === 'answer') return say(runOf(answer.value), options, terminal);
      const isPlan = answer.rule === 'S12';
      if (isPlan) return await planCancel(run, ask, options, terminal);
      return sayRefusal(answer, options['json'] === true, terminal);
    });
  },
};

/** The cancel itself, as the operation that it is then; in the environment of the run. */
async function planCancel(
  id: string,
  ask: Conversation['ask'],
  options: OptionValues,
  terminal: Terminal,
): Promise<ExitCode> {
  const found = await ask({ ask: 'find', id });
  if (found.kind === 'refusal') return sayRefusal(found, options['json'] === true, terminal);
  const { environment } = runOf(found.value).order;
  const order = { operation: 'cancel' as const, options: { run: id } };
  return await operate(order, { ...options, env: environment }, terminal);
}

function say(run: Run, options: OptionValues, terminal: Terminal): ExitCode {
  terminal.out(options['json'] === true ? `${JSON.stringify(run)}\n` : `${runWords(run)}\n`);
  return 0;
}

function idOf(id: string): string {
  if (!/^R\d+$/i.test(id)) throw new UsageError(`${id} is no run: they are called R1, R2, …`);
  return id.toUpperCase();
}

export const show: Command = {
  name: 'show',
  summary: 'Shows the plan of a run, with its exact statements and its hash',
  usage: 'show RUN [--env NAME] [--config FILE] [--json]',
  example: 'hart show R204',
  options: botOptions,
  positionals: ['RUN'],
  async run({ options, positionals: [id = ''] }, terminal) {
    const wanted = idOf(id);
    return await withBot(options, terminal, async ({ ask }) => {
      const answer = await ask({ ask: 'find', id: wanted });
      if (answer.kind === 'refusal') return sayRefusal(answer, options['json'] === true, terminal);
      const run = runOf(answer.value);
      if (options['json'] === true) terminal.out(`${JSON.stringify(run)}\n`);
      else terminal.out(`${planWords(run, Date.now())}${runWords(run)}\n${changedWords(run)}`);
      return 0;
    });
  },
};

export const runs: Command = {
  name: 'runs',
  summary: 'Lists what runs, what waits for consent, and what ran last',
  usage: 'runs [--env NAME] [--config FILE] [--json]',
  example: 'hart runs --json',
  options: botOptions,
  positionals: [],
  async run({ options }, terminal) {
    return await withBot(options, terminal, async ({ ask, environment }) => {
      const answer = await ask({ ask: 'runs', environment });
      if (answer.kind === 'refusal') return sayRefusal(answer, options['json'] === true, terminal);
      const found = runsOf(answer.value);
      if (options['json'] === true) terminal.out(`${JSON.stringify({ runs: found })}\n`);
      else if (found.length === 0) terminal.out('Nothing has run yet, and nothing waits.\n');
      else for (const run of found) terminal.out(`${runWords(run)}\n`);
      return 0;
    });
  },
};
