import type { Operation } from '../acting/operation.ts';
import { dropBefore, dropCopy } from './drop-copy.ts';
import { enableBroker } from './enable-broker.ts';
import { restoreCopy } from './restore-copy.ts';
import { restoreInPlace } from './restore-in-place.ts';

/** What restores, and what follows a restore. */
export const restoreOperations: readonly Operation[] = [
  restoreCopy,
  restoreInPlace,
  dropCopy,
  dropBefore,
  enableBroker,
];
