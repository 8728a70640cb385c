import type { Block } from '../../domain/message.ts';
import { clip } from '../blocks/escape.ts';

/** A field to type into. Its value comes back under `name`. */
export function textInput(field: {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly initial?: string;
  readonly multiline?: boolean;
  readonly longest?: number;
  readonly optional?: boolean;
}): Block {
  const { name, label, hint, initial = '', multiline = false, longest, optional = false } = field;
  return {
    type: 'input',
    block_id: name,
    ...(optional ? { optional } : {}),
    label: plain(label),
    ...(hint === undefined ? {} : { hint: plain(hint) }),
    element: {
      type: 'plain_text_input',
      action_id: 'value',
      multiline,
      ...(initial === '' ? {} : { initial_value: initial }),
      ...(longest === undefined ? {} : { max_length: longest }),
    },
  };
}

/** A field for a moment, in the reader's own zone; it may be left empty. Its value is in seconds since 1970. */
export function momentInput(field: {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly initial: string;
}): Block {
  const { name, label, hint, initial } = field;
  return {
    type: 'input',
    block_id: name,
    optional: true,
    label: plain(label),
    hint: plain(hint),
    element: {
      type: 'datetimepicker',
      action_id: 'value',
      ...(/^\d{10}$/.test(initial) ? { initial_date_time: Number(initial) } : {}),
    },
  };
}

/** A field to choose one of several names. */
export function choice(field: {
  readonly name: string;
  readonly label: string;
  readonly options: readonly string[];
}): Block {
  const { name, label, options } = field;
  return {
    type: 'input',
    block_id: name,
    label: plain(label),
    element: {
      type: 'static_select',
      action_id: 'value',
      options: options
        .slice(0, 100)
        .map((option) => ({ text: plain(clip(option, 75)), value: clip(option, 150) })),
    },
  };
}

/** What stood in a field when the dialog was submitted or a button of it pressed; empty where nothing did. */
export type ReadField = (name: string) => string;

/** Reads Slack's `view.state.values`. */
export function fieldsOf(values: unknown): ReadField {
  return (name) => {
    const element = only(inner(values, name));
    const typed = inner(element, 'value');
    const chosen = inner(inner(element, 'selected_option'), 'value');
    const moment = inner(element, 'selected_date_time');
    if (typeof moment === 'number') return String(moment);
    return [typed, chosen].find((value) => typeof value === 'string') ?? '';
  };
}

/** A field is one element; its action differs where the form is drawn anew for it. */
function only(block: unknown): unknown {
  return typeof block === 'object' && block !== null ? Object.values(block)[0] : undefined;
}

function inner(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = Object.entries(value).find(([name]) => name === key);
  return found?.[1];
}

function plain(text: string): object {
  return { type: 'plain_text', text: clip(text, 150), emoji: false };
}
