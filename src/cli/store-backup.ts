import { openStore } from '../store/open-store.ts';
import type { Command } from './command.ts';
import { configOption, requireConfig } from './config-file.ts';
import { quietLogger } from './quiet-logger.ts';

export const storeBackup: Command = {
  name: 'store backup',
  summary: "Copies the bot's store consistently, while it runs",
  usage: 'store backup FILE [--config FILE]',
  example: 'hart store backup /backups/hart.db',
  options: configOption,
  positionals: ['FILE'],
  async run({ options, positionals: [file = ''] }, terminal) {
    const { config } = requireConfig(options, terminal);
    const store = await openStore({
      url: config.store,
      mustExist: true,
      now: Date.now,
      log: quietLogger,
    });
    await store.backup(file).finally(() => store.close());
    terminal.err(`Copied the store to ${file}\n`);
    return 0;
  },
};
