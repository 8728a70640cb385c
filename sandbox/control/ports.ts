import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Slack } from '../slack/slack.ts';
import type { Logger } from '../slack/types.ts';

export interface FaultState {
  readonly name: string;
  readonly on: boolean;
  readonly with: Readonly<Record<string, unknown>>;
}

/**
 * What the control API asks of the simulated deployment. It knows every fault by name, Slack's too. An error named
 * `UnknownFaultError` means that there is no such fault, `FaultArgumentError` that its arguments are wrong.
 */
export interface WorldPort {
  faults(): readonly FaultState[];
  setFault(
    name: string,
    on: boolean,
    given: Readonly<Record<string, unknown>>,
  ): void | Promise<void>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Moves the clock forward by milliseconds and answers the new time. */
  advance(ms: number): number | Promise<number>;
  reset(): void | Promise<void>;
  /** What its databases hold, in words for the page. */
  contents?(): Promise<readonly Holding[]>;
}

export interface Holding {
  readonly name: string;
  readonly text: string;
  /** Whether the thing answers at all. */
  readonly up: boolean;
  /** Each in a line of its own. */
  readonly items?: readonly string[];
}

export type BotState = 'none' | 'starting' | 'connected';

export interface Health {
  readonly ready: boolean;
  readonly bot: BotState;
  readonly ports: { readonly slack: number; readonly sqlServer: number; readonly neo4j: number };
}

/** One statement that a database or the API received. */
export interface Statement {
  /** The world's time: milliseconds since 1970. */
  readonly at: number;
  readonly target: string;
  readonly login: string | null;
  readonly database: string | null;
  readonly text: string;
  readonly params: unknown;
  readonly ms: number;
  readonly rows: number | null;
  readonly error: string | null;
}

export interface StatementsPort {
  list(): readonly Statement[];
  clear(): void;
}

/** Serves the page's files; false when the path is none of its. */
export type PageHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Where the bot shows that it lives. */
export interface HeartbeatPort {
  beat(this: void): void;
  /** When it did lately (ISO). */
  list(this: void): readonly string[];
}

export interface ControlPorts {
  readonly slack: Slack;
  readonly world: WorldPort;
  readonly statements: StatementsPort;
  readonly health: () => Promise<Health>;
  readonly heartbeat: HeartbeatPort;
  /** A complete `hart.yml` that reaches this sandbox. */
  readonly config: () => string;
  /** Its secrets, as `NAME=value` lines. */
  readonly env: () => string;
  readonly page: PageHandler;
  readonly log: Logger;
}
