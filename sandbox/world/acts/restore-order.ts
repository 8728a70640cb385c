import type { Instant } from '../clock.ts';

/** What RESTORE DATABASE or RESTORE LOG asks for. */
export interface RestoreOrder {
  readonly statement: 'RESTORE DATABASE' | 'RESTORE LOG';
  readonly database: string;
  /** Empty: RESTORE … WITH RECOVERY of what is there. */
  readonly files: readonly string[];
  readonly position: number | null;
  readonly ending: 'recovery' | 'norecovery' | 'standby';
  readonly stopAt: Instant | null;
  readonly isReplacing: boolean;
  readonly isRestricted: boolean;
  readonly broker: 'off' | 'enable' | 'new';
  readonly keepsCdc: boolean;
  readonly checksChecksums: boolean;
  /** Logical name in lower case to path. */
  readonly moves: ReadonlyMap<string, string>;
  readonly every: number | null;
}
