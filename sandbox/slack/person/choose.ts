import { type Element, optionsOf } from '../elements.ts';
import type { Json } from '../types.ts';
import { valueField } from '../view-values.ts';
import { PersonRefusal } from './refusal.ts';

/** What a person gives to an element, as the control API writes it: text, an option's value, several, a date, seconds. */
export type Given = string | number | boolean | null | readonly string[];

function optionOf({ element, type, actionId }: Element, value: unknown): Json {
  const found = optionsOf(element).find((option) => option['value'] === String(value));
  if (found !== undefined) return found;
  if (type.includes('external'))
    return { text: { type: 'plain_text', text: String(value) }, value: String(value) };
  throw new PersonRefusal(404, `${actionId} has no option ${String(value)}`);
}

function severalOf(given: Given): readonly string[] {
  if (Array.isArray(given)) return given;
  return given === null || given === '' ? [] : [String(given)];
}

/** The state that an element has after this was given to it, as Slack writes it. */
export function chosenValue(target: Element, given: Given): Json {
  const { type, actionId } = target;
  const field = valueField(type);
  if (field === undefined) throw new PersonRefusal(400, `${actionId} takes no value`);
  return { type, [field]: convert(target, field, given) };
}

function convert(target: Element, field: string, given: Given): unknown {
  if (field === 'selected_options') return severalOf(given).map((value) => optionOf(target, value));
  if (/^selected_(users|conversations|channels)$/.test(field)) return severalOf(given);
  if (given === null || given === '') return null;
  if (field === 'selected_option') return optionOf(target, given);
  if (field === 'selected_date_time') return secondsOf(given);
  if (field === 'rich_text_value') return richTextOf(String(given));
  if (field === 'selected_date' && !/^\d{4}-\d\d-\d\d$/.test(String(given))) {
    throw new PersonRefusal(400, `${target.actionId} wants a date as YYYY-MM-DD`);
  }
  return String(given);
}

function secondsOf(given: Given): number {
  const seconds = Number(given);
  if (Number.isInteger(seconds)) return seconds;
  throw new PersonRefusal(400, 'a moment is given in whole seconds since 1970');
}

function richTextOf(text: string): Json {
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
  };
}

/** The entry in `actions` for a press or a choice. */
export function actionOf(target: Element, given: Given | undefined, actionTs: string): Json {
  const { element, type, actionId, blockId } = target;
  const common = { type, action_id: actionId, block_id: blockId, action_ts: actionTs };
  const kept = (...keys: readonly string[]) =>
    Object.fromEntries(
      keys.filter((key) => element[key] !== undefined).map((key) => [key, element[key]]),
    );
  if (type === 'overflow') {
    if (given === undefined)
      throw new PersonRefusal(400, `${actionId} is a menu: say which option with "value"`);
    return { ...common, selected_option: optionOf(target, given), ...kept('confirm') };
  }
  if (valueField(type) === undefined)
    return { ...common, ...kept('text', 'value', 'style', 'url', 'icon', 'confirm') };
  if (given === undefined)
    throw new PersonRefusal(400, `${actionId} is a choice: say which with "value"`);
  return { ...chosenValue(target, given), ...common, ...kept('placeholder', 'confirm') };
}
