import { openStore } from '../store/open-store.ts';
import type { Command } from './command.ts';
import { configOption, requireConfig } from './config-file.ts';
import { quietLogger } from './quiet-logger.ts';

export const auditVerify: Command = {
  name: 'audit verify',
  summary: 'Checks that no audit entry was altered, removed or added',
  usage: 'audit verify [--config FILE] [--json]',
  example: 'hart audit verify --json',
  options: { ...configOption, json: { type: 'boolean' } },
  positionals: [],
  async run({ options }, terminal) {
    const { config } = requireConfig(options, terminal);
    const store = await openStore({
      url: config.store,
      mustExist: true,
      now: Date.now,
      log: quietLogger,
    });
    const { ok, entries, firstBad } = await store.audit.verify().finally(() => store.close());
    // Without an anchor outside the store nobody can tell whether the newest entries were cut off.
    const bad = firstBad && { seq: firstBad.sequence, why: firstBad.why };
    const verdict = { ok, entries, firstBad: bad, tail: 'unproven' };
    if (options['json'] === true) terminal.out(`${JSON.stringify(verdict)}\n`);
    else if (firstBad === null) terminal.out(`${entries} entries, unbroken; tail unproven\n`);
    else terminal.out(`entry ${firstBad.sequence} is not as it was written: ${firstBad.why}\n`);
    return ok ? 0 : 1;
  },
};
