import type { Identity, Permission, Refusal, Role } from '../../domain/authority.ts';
import type { Content } from '../../domain/message.ts';
import type { Instant } from '../../domain/time.ts';
import type { CommandHelp } from '../blocks/help.ts';
import type { ViewContext } from '../blocks/view-context.ts';
import type { SlackServices } from '../services.ts';
import type { TextFile, Upload } from '../upload-file.ts';
import type { Dialog } from '../views/dialog.ts';

/** Something that people ask for, by a command, a button or a dialog. */
export interface Order {
  readonly name: string;
  readonly role: Role;
  /** Any of these will do as well. */
  readonly orRoles?: readonly Role[];
  /** It changes something: people are looked up anew, and it is in the audit log before it begins. */
  readonly changes: boolean;
  /** It answers by a dialog: that is opened at once, since Slack allows three seconds for it. */
  readonly dialog?: boolean;
  /** Refusals and wrong arguments are shown, not thrown; what is thrown is a fault. */
  run(asked: Asked): Promise<void>;
}

/** One `/hart` command: who may use it, how it is explained, what it does. */
export interface Command extends CommandHelp, Order {
  /** It is about one environment, which must be clear before it runs. */
  readonly needsEnvironment: boolean;
  /** It needs none, and says more of the one that is named or to which the channel belongs. */
  readonly usesEnvironment?: boolean;
  /** Options that it takes besides `--env`, without the dashes. */
  readonly options?: readonly string[];
  /** The first argument names something whose environment is known, so need not be said. */
  readonly about?: {
    /** `an incident` */
    readonly what: string;
    /** Its environment; null when there is no such thing. */
    find(id: string, services: SlackServices): Promise<string | null>;
    /** Where to see what there is. */
    readonly hint?: string;
  };
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
  /** The same where the effect can be seen already by whoever clicked: then nothing is said. */
  readonly confirm: (markup: string) => Promise<void>;
  /** A "no" that goes on record as one. */
  readonly refuse: (refusal: Refusal) => Promise<void>;
  /** Whether another may: for what is given to them. */
  readonly mayOther: (userId: string, role: Role) => Promise<Permission | Refusal>;
  /** The dialog that was opened; null for orders without one. */
  readonly dialog: Dialog | null;
  /** Puts a file into a thread. */
  readonly upload: Upload;
  /** Sends a file to the one who asks, and to nobody else. */
  readonly sendFile: (file: TextFile) => Promise<void>;
  /** `work`, with a word to the person if it takes longer than a moment. */
  readonly patiently: <T>(work: Promise<T>, markup: string) => Promise<T>;
}
