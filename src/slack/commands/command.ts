import type { Identity } from '../../domain/authority.ts';
import type { Content } from '../../domain/message.ts';
import type { Instant } from '../../domain/time.ts';
import type { CommandHelp } from '../blocks/help.ts';
import type { ViewContext } from '../blocks/view-context.ts';
import type { SlackServices } from '../services.ts';

/** One `/hart` command: who may use it, how it is explained, what it does. */
export interface Command extends CommandHelp {
  /** It is about one environment, which must be clear before it runs. */
  readonly needsEnvironment: boolean;
  /** It changes something: people are looked up anew, and it is in the audit log before it begins. */
  readonly changes: boolean;
  /** Refusals and wrong arguments are shown, not thrown; what is thrown is a fault. */
  run(asked: Asked): Promise<void>;
}

/** Builds a message; without a view id it has no buttons, as when it is posted to a channel. */
export type Build = (viewId: string | null) => Content;

/** A command, asked by someone who may. */
export interface Asked {
  readonly identity: Identity;
  readonly args: readonly string[];
  /** Empty for a command that needs none. */
  readonly environment: string;
  readonly services: SlackServices;
  readonly view: ViewContext;
  readonly commands: readonly Command[];
  readonly now: () => Instant;
  /** Something to see before the answer is complete. */
  readonly preview: (build: Build) => Promise<void>;
  /** The answer. */
  readonly answer: (build: Build) => Promise<void>;
  /** One sentence in place of an answer: a wrong argument, an empty result. The caller escapes what it quotes. */
  readonly say: (markup: string) => Promise<void>;
  /** `work`, with a word to the person if it takes longer than a moment. */
  readonly patiently: <T>(work: Promise<T>, markup: string) => Promise<T>;
}
