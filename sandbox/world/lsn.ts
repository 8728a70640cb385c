import type { Instant } from './clock.ts';

const EPOCH = Date.UTC(2025, 0, 1);
const BLOCKS_A_FILE = 20_000n;

/**
 * The end of the log at a moment: virtual log file, block and slot in one number, as numeric(25,0) holds them. It grows
 * by a block about every half second, and passes 2^53 long before a JavaScript number could hold it.
 */
export function lsnAt(at: Instant): bigint {
  const blocks = BigInt(Math.floor((at - EPOCH) / 500));
  const file = 17_126_000n + blocks / BLOCKS_A_FILE;
  return file * 10n ** 15n + (blocks % BLOCKS_A_FILE) * 8n * 10n ** 5n + 1n;
}

/** How many blocks the log wrote up to an LSN: a difference of LSNs tells none where it passes from one log file to the next. */
export function blocksUpTo(lsn: bigint): bigint {
  const file = lsn / 10n ** 15n;
  return file * BLOCKS_A_FILE + (lsn % 10n ** 15n) / (8n * 10n ** 5n);
}

/** `0001054e:000012a8:0001`: as sys.dm_db_log_stats shows it. */
export function lsnHex(lsn: bigint): string {
  return `${hex(lsn / 10n ** 15n, 8)}:${hex((lsn / 10n ** 5n) % 10n ** 10n, 8)}:${hex(lsn % 10n ** 5n, 4)}`;
}

function hex(value: bigint, width: number): string {
  return value.toString(16).padStart(width, '0');
}
