import { openStore } from '../store/open-store.ts';
import type { Command } from './command.ts';
import { configOption, requireConfig } from './config-file.ts';
import { quietLogger } from './quiet-logger.ts';

export const auditExport: Command = {
  name: 'audit export',
  summary: 'Writes every audit entry as a line of JSON, with what binds it to the one before',
  usage: 'audit export [--config FILE]',
  example: 'hart audit export > audit.jsonl',
  options: { ...configOption },
  positionals: [],
  async run({ options }, terminal) {
    const { config } = requireConfig(options, terminal);
    const store = await openStore({
      url: config.store,
      mustExist: true,
      now: Date.now,
      log: quietLogger,
    });
    try {
      for await (const entries of store.audit.all())
        for (const { sequence, entry, previous, hash } of entries)
          terminal.out(
            `${JSON.stringify({ sequence, entry: JSON.parse(entry), previous, hash })}\n`,
          );
    } finally {
      await store.close();
    }
    return 0;
  },
};
