import type { Command } from './command.ts';
import { botOptions, sayRefusal, withBot } from './with-bot.ts';

export const auditAcknowledge: Command = {
  name: 'audit acknowledge',
  summary: 'Lets a store count that is older than its anchor: after a look at what may still run',
  usage: 'audit acknowledge [--config FILE] [--env NAME] [--json]',
  example: 'hart audit acknowledge',
  options: botOptions,
  positionals: [],
  async run({ options }, terminal) {
    return await withBot(options, terminal, async ({ ask }) => {
      const answer = await ask({ ask: 'acknowledge' });
      if (answer.kind === 'refusal') return sayRefusal(answer, options['json'] === true, terminal);
      if (options['json'] === true) terminal.out(`${JSON.stringify({ ok: true })}\n`);
      else
        terminal.out('Acknowledged: the store counts as it is, and operations are taken again.\n');
      return 0;
    });
  },
};
