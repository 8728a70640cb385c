import type { Order } from '../commands/command.ts';
import type { ReadField } from './inputs.ts';

/** What someone submitted. */
export interface Submitted {
  readonly field: ReadField;
  /** The id that the dialog was about. */
  readonly about: string;
}

/** What it asks for, or what is wrong with it, by field. */
export type Reading =
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'order'; readonly order: Order; readonly about: About };

/** Where an order belongs. */
export type About =
  | { readonly incident: string }
  | { readonly environment: string }
  | { readonly run: string };

/** One kind of dialog that can be submitted. Reading asks nobody: Slack waits three seconds for it. */
export interface Submission {
  readonly callbackId: string;
  read(submitted: Submitted): Reading;
}
