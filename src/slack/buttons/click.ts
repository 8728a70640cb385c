import type { Directory } from '../directory.ts';
import type { Asker, Dispatch } from '../dispatch.ts';
import type { Gate } from '../gate.ts';
import type { SlackServices } from '../services.ts';
import type { ViewMemory } from '../view-memory.ts';
import type { ReadField } from '../views/inputs.ts';

/** Someone clicked a button. */
export interface Click {
  /** Answers with a message of its own. */
  readonly asker: Asker;
  /** Answers in place of the message that has the button. */
  readonly inPlace: Asker;
  /** The button's value: the id of a shown view, of an incident, of an environment. */
  readonly value: string;
  /** What the dialog that has the button is about; empty for a message's. */
  readonly about: string;
  /** What stands in the fields of the dialog that has the button. */
  readonly field: ReadField;
}

export interface ButtonTools {
  readonly services: SlackServices;
  readonly dispatch: Dispatch;
  readonly gate: Gate;
  readonly directory: Directory;
  readonly views: ViewMemory;
}

export type Button = (click: Click, tools: ButtonTools) => Promise<void>;
