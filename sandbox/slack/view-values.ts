import { type Element, findElements } from './elements.ts';
import type { Block, Json, StateValues, View } from './types.ts';

/** The value that each kind of element carries, and the property that gives its first value. */
const carried: Readonly<Record<string, readonly [field: string, initial: string, none: unknown]>> =
  {
    plain_text_input: ['value', 'initial_value', null],
    email_text_input: ['value', 'initial_value', null],
    url_text_input: ['value', 'initial_value', null],
    number_input: ['value', 'initial_value', null],
    rich_text_input: ['rich_text_value', 'initial_value', null],
    static_select: ['selected_option', 'initial_option', null],
    external_select: ['selected_option', 'initial_option', null],
    radio_buttons: ['selected_option', 'initial_option', null],
    users_select: ['selected_user', 'initial_user', null],
    conversations_select: ['selected_conversation', 'initial_conversation', null],
    channels_select: ['selected_channel', 'initial_channel', null],
    multi_static_select: ['selected_options', 'initial_options', []],
    multi_external_select: ['selected_options', 'initial_options', []],
    checkboxes: ['selected_options', 'initial_options', []],
    multi_users_select: ['selected_users', 'initial_users', []],
    multi_conversations_select: ['selected_conversations', 'initial_conversations', []],
    multi_channels_select: ['selected_channels', 'initial_channels', []],
    datepicker: ['selected_date', 'initial_date', null],
    timepicker: ['selected_time', 'initial_time', null],
    datetimepicker: ['selected_date_time', 'initial_date_time', null],
  };

/** The name of the value's field, or undefined for what carries none (buttons, overflow). */
export function valueField(type: string): string | undefined {
  return carried[type]?.[0];
}

function initialValue({ type, element }: Element): Json | undefined {
  const entry = carried[type];
  if (entry === undefined) return undefined;
  const [field, initial, none] = entry;
  return { type, [field]: element[initial] ?? none };
}

/** The state of all elements in these blocks: what was entered, else how they began. */
export function stateValues(blocks: readonly Block[], entered: StateValues): StateValues {
  const values: StateValues = {};
  for (const each of findElements(blocks)) {
    const value = entered[each.blockId]?.[each.actionId] ?? initialValue(each);
    if (value !== undefined)
      values[each.blockId] = { ...values[each.blockId], [each.actionId]: value };
  }
  return values;
}

export function viewValues(view: View): StateValues {
  return stateValues(view.blocks, view.entered);
}
