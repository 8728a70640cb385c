import type { Identity } from './authority.ts';
import type { AlertsView } from './incident.ts';
import type { Run } from './run.ts';
import type { Status } from './status.ts';
import type { Instant } from './time.ts';

/** When someone is on call. */
export interface OwnTurns {
  readonly onCall: boolean;
  /** When their present turn ends; null: it does not, or they are not on call. */
  readonly until: Instant | null;
  /** When their next turn begins; null: none is planned. */
  readonly next: Instant | null;
}

/** What the Home tab shows of one environment. */
export interface HomeEnvironment {
  readonly status: Status;
  readonly alerts: AlertsView;
  /** Those that go on or wait. */
  readonly runs: readonly Run[];
}

/** What the Home tab shows to one person. */
export interface HomeView {
  readonly environments: readonly HomeEnvironment[];
  readonly turns: OwnTurns;
  /** Whose it is. */
  readonly me: Identity;
}

/** Someone who has the Home tab open, or had it lately. */
export interface HomeViewer {
  readonly teamId: string;
  readonly userId: string;
  readonly openedAt: Instant;
}
