import { newestAnchor, readAnchor } from '../delivery/anchor-file.ts';
import { Fault } from '../domain/fault.ts';
import { openStore } from '../store/open-store.ts';
import type { Command } from './command.ts';
import { configOption, requireConfig } from './config-file.ts';
import { quietLogger } from './quiet-logger.ts';

export const auditVerify: Command = {
  name: 'audit verify',
  summary: 'Checks that no audit entry was altered, removed or added',
  usage: 'audit verify [--config FILE] [--anchor FILE|JSON] [--json]',
  example: 'hart audit verify --anchor /mnt/elsewhere/hart-anchors.jsonl --json',
  options: { ...configOption, anchor: { type: 'string' }, json: { type: 'boolean' } },
  positionals: [],
  async run({ options }, terminal) {
    const { config } = requireConfig(options, terminal);
    const { anchor: given } = options;
    const anchor =
      typeof given === 'string' ? anchorOf(given) : newestOf(config.audit.anchors.file);
    const store = await openStore({
      url: config.store,
      mustExist: true,
      now: Date.now,
      log: quietLogger,
    });
    const { ok, entries, firstBad, tail } = await store.audit
      .verify(anchor ?? undefined)
      .finally(() => store.close());
    const bad = firstBad && { seq: firstBad.sequence, why: firstBad.why };
    // Without an anchor outside the store nobody can tell whether the newest entries were cut off.
    if (options['json'] === true)
      terminal.out(`${JSON.stringify({ ok, entries, firstBad: bad, tail })}\n`);
    else if (firstBad === null) terminal.out(`${entries} entries, unbroken; tail ${tail}\n`);
    else terminal.out(`entry ${firstBad.sequence} is not as it was written: ${firstBad.why}\n`);
    return ok ? 0 : 1;
  },
};

function newestOf(file: string | null) {
  return file === null ? null : newestAnchor(file);
}

/** A file of anchors, or one anchor as the webhook got it. */
function anchorOf(given: string) {
  const anchor = given.startsWith('{') ? readAnchor(given) : newestAnchor(given);
  if (anchor !== null) return anchor;
  throw new Fault('config-invalid', 'There is no anchor in what --anchor names.', {
    hint: 'Name the file of audit.anchors.file, or one anchor as {"sequence":1,"hash":"…"}.',
  });
}
