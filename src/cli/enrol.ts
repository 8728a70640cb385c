import { z } from 'zod';
import type { Command } from './command.ts';
import { botOptions, sayRefusal, withBot } from './with-bot.ts';

export const enrol: Command = {
  name: 'enrol',
  summary: 'Gives you one-time codes; they count once another admin has admitted you',
  usage: 'enrol [--config FILE] [--env NAME] [--json]',
  example: 'hart enrol',
  options: botOptions,
  positionals: [],
  async run({ options }, terminal) {
    return await withBot(options, terminal, async ({ ask }) => {
      const answer = await ask({ ask: 'enrol' });
      if (answer.kind === 'refusal') return sayRefusal(answer, options['json'] === true, terminal);
      const { uri } = z.object({ uri: z.string() }).parse(answer.value);
      if (options['json'] === true) terminal.out(`${JSON.stringify({ ok: true, uri })}\n`);
      else
        terminal.out(
          `${uri}\n\nPut this address into your authenticator app (qrencode -t ansiutf8 draws it); it is shown only now.\nThen another admin runs: hart admit YOUR-NAME\n`,
        );
      return 0;
    });
  },
};

export const admit: Command = {
  name: 'admit',
  summary: 'Lets the one-time codes of somebody else count',
  usage: 'admit PERSON [--config FILE] [--env NAME] [--json]',
  example: 'hart admit ada',
  options: botOptions,
  positionals: ['PERSON'],
  async run({ options, positionals: [person = ''] }, terminal) {
    return await withBot(options, terminal, async ({ ask }) => {
      const answer = await ask({ ask: 'admit', person });
      if (answer.kind === 'refusal') return sayRefusal(answer, options['json'] === true, terminal);
      if (options['json'] === true)
        terminal.out(`${JSON.stringify({ ok: true, admitted: person })}\n`);
      else terminal.out(`The one-time codes of ${person} count from now on.\n`);
      return 0;
    });
  },
};
