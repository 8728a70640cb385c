import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Fault } from '../domain/fault.ts';

/**
 * Makes sure that no other process runs on this store: two would each send what one of them was to send once. The
 * system gives the lock back when the process ends, however it ends.
 *
 * @returns gives the lock back; keep it, since an unreferenced lock is given back by the garbage collector
 * @throws Fault `store-unusable` when another process holds it
 */
export function becomeSoleOwner(file: string): () => void {
  const lock = new DatabaseSync(`${file}.lock`, { timeout: 0 });
  try {
    chmodSync(`${file}.lock`, 0o600);
    lock.exec('begin exclusive');
    return () => lock.close();
  } catch (cause) {
    lock.close();
    throw new Fault('store-unusable', `Another hart runs on the store ${file}.`, {
      cause,
      hint: 'Stop the other one, or give this one a store of its own (`store` in hart.yml).',
    });
  }
}
