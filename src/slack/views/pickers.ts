import type { Block } from '../../domain/message.ts';
import type { ActionId } from '../blocks/elements.ts';
import { clip, tame } from '../blocks/escape.ts';

export interface Option {
  readonly label: string;
  readonly value: string;
}

interface PickField {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** Pressed at each choice: the form is drawn anew for it. */
  readonly redraw?: ActionId;
}

/** One of a few, all of them seen. */
export function radio(
  field: PickField & { readonly options: readonly Option[]; readonly initial: string },
): Block {
  return picked(field, { type: 'radio_buttons', ...offered(field.options.slice(0, 10), field) });
}

/** One of up to a hundred. */
export function menu(
  field: PickField & { readonly options: readonly Option[]; readonly initial: string },
): Block {
  return picked(field, { type: 'static_select', ...offered(field.options.slice(0, 100), field) });
}

/** A moment in the reader's own zone, to the minute; `initial` in seconds since 1970, or nothing. */
export function moment(field: PickField & { readonly initial: number | null }): Block {
  const { initial } = field;
  return picked(field, {
    type: 'datetimepicker',
    ...(initial === null ? {} : { initial_date_time: Math.floor(initial / 60) * 60 }),
  });
}

function offered(options: readonly Option[], { initial }: { readonly initial: string }): object {
  const shown = options.map(({ label, value }) => ({ text: plain(label, 75), value }));
  const first = shown.find(({ value }) => value === initial);
  return { options: shown, ...(first === undefined ? {} : { initial_option: first }) };
}

function picked({ name, label, hint, redraw }: PickField, element: object): Block {
  return {
    type: 'input',
    block_id: name,
    label: plain(label, 150),
    ...(hint === undefined ? {} : { hint: plain(hint, 300) }),
    ...(redraw === undefined ? {} : { dispatch_action: true }),
    element: { ...element, action_id: redraw ?? 'value' },
  };
}

function plain(text: string, most: number): object {
  return { type: 'plain_text', text: clip(tame(text), most), emoji: false };
}
