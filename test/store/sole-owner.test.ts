import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { silent, temporaryStore } from './temporary-store.ts';

function own(file: string, soleOwner = true) {
  return openStore({ url: `sqlite:${file}`, now: () => 1, log: silent, soleOwner });
}

describe('the sole owner of a store', () => {
  it('keeps others out, lets them look, and lets them in when it is gone', async () => {
    const { file } = await temporaryStore();
    const first = await own(file);
    await expect(own(file)).rejects.toMatchObject({
      code: 'store-unusable',
      message: expect.stringContaining('Another hart runs'),
    });
    await (await own(file, false)).close();
    await first.audit.append({
      at: 1,
      actor: 'bot',
      person: null,
      action: 'start',
      environment: null,
      outcome: 'done',
      detail: {},
    });
    await first.close();
    await (await own(file)).close();
  });

  it('is another process, until that is killed', async () => {
    const { file } = await temporaryStore();
    const other = spawn(process.execPath, ['-e', holdLockFile, file]);
    await once(other.stdout, 'data');
    await expect(own(file)).rejects.toMatchObject({ code: 'store-unusable' });
    other.kill('SIGKILL');
    await once(other, 'exit');
    await (await own(file)).close();
  });
});

const holdLockFile = `
  import(${JSON.stringify(join(import.meta.dirname, '../../src/store/sole-owner.ts'))})
    .then(({ becomeSoleOwner }) => {
      // Kept, as openStore keeps it: a lock that nobody refers to is closed by the garbage collector.
      globalThis.release = becomeSoleOwner(process.argv[1]);
      console.log('held');
      setInterval(() => undefined, 1000);
    });
`;
