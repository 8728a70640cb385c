import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { Logger } from '../../src/domain/logger.ts';
import type { Instant } from '../../src/domain/time.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { silent } from './silent.ts';

export { silent };

const undo: (() => unknown)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

/** A directory that is gone after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'hart-store-'));
  undo.push(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A store in a real file, closed and gone after the test; given a file it reopens that. */
export async function temporaryStore(
  options: {
    readonly file?: string;
    readonly now?: () => Instant;
    readonly secretKey?: string;
    readonly log?: Logger;
  } = {},
): Promise<Store & { readonly file: string }> {
  const file = options.file ?? join(temporaryDirectory(), 'hart.db');
  const now = options.now ?? (() => 1_000_000);
  const { secretKey = null, log = silent } = options;
  const store = await openStore({ url: `sqlite:${file}`, now, log, secretKey });
  undo.push(() => store.close());
  return { ...store, file };
}
