import type { Json } from '../types.ts';
import {
  anything,
  type BlockFault,
  boolean,
  type Fields,
  list,
  matching,
  number,
  object,
  oneOf,
  type Shape,
  string,
} from './shapes.ts';
import {
  anyText,
  confirm,
  imageElement,
  option,
  optionGroup,
  plainText,
  richText,
} from './text-rules.ts';

const actionable: Fields = { action_id: string(255) };
const choosable: Fields = {
  ...actionable,
  confirm,
  focus_on_load: boolean,
  placeholder: plainText(150),
};
const several: Fields = { max_selected_items: number(1, 1000) };
const date = matching(/^\d{4}-\d\d-\d\d$/, 'a date in the format YYYY-MM-DD');
const time = matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time in the format HH:mm');
const options = list(option, 1, 100);

function optionsOrGroups(value: Json, pointer: string): readonly BlockFault[] {
  const given = ['options', 'option_groups'].filter((key) => value[key] !== undefined);
  return given.length === 1
    ? []
    : [{ pointer, message: 'must have either options or option_groups' }];
}

function initialAmongOptions(value: Json, pointer: string): readonly BlockFault[] {
  const wanted = [value['initial_option'] ?? [], value['initial_options'] ?? []].flat();
  const offered = JSON.stringify([value['options'], value['option_groups']]);
  const stray = wanted.some((initial) => !offered.includes(JSON.stringify(initial)));
  return stray ? [{ pointer, message: 'initial option must match one of the options' }] : [];
}

function select(
  type: string,
  required: Fields,
  optional: Fields,
  also?: (value: Json, pointer: string) => readonly BlockFault[],
): Shape {
  return object({ type: oneOf(type), ...required }, { ...choosable, ...optional }, also);
}

const groups = { options, option_groups: list(optionGroup, 1, 100) };
const staticRules = (value: Json, pointer: string) => [
  ...optionsOrGroups(value, pointer),
  ...initialAmongOptions(value, pointer),
];
const conversationFields: Fields = {
  default_to_current_conversation: boolean,
  response_url_enabled: boolean,
  filter: anything,
};
const ids = list(string(255, 1), 0, 1000);

/** Everything a person can press or fill in, by type. */
export const button = object(
  { type: oneOf('button'), text: plainText(75) },
  {
    ...actionable,
    value: string(2000),
    url: string(3000),
    style: oneOf('primary', 'danger'),
    confirm,
    accessibility_label: string(75),
  },
);

const selects: Fields = {
  static_select: select('static_select', {}, { ...groups, initial_option: option }, staticRules),
  multi_static_select: select(
    'multi_static_select',
    {},
    { ...groups, ...several, initial_options: list(option, 1, 100) },
    staticRules,
  ),
  users_select: select('users_select', {}, { initial_user: string(255, 1) }),
  multi_users_select: select('multi_users_select', {}, { ...several, initial_users: ids }),
  conversations_select: select(
    'conversations_select',
    {},
    { ...conversationFields, initial_conversation: string(255, 1) },
  ),
  multi_conversations_select: select(
    'multi_conversations_select',
    {},
    { ...conversationFields, ...several, initial_conversations: ids },
  ),
  channels_select: select(
    'channels_select',
    {},
    { initial_channel: string(255, 1), response_url_enabled: boolean },
  ),
  multi_channels_select: select('multi_channels_select', {}, { ...several, initial_channels: ids }),
  external_select: select(
    'external_select',
    {},
    { min_query_length: number(0, 1000), initial_option: option },
  ),
  multi_external_select: select(
    'multi_external_select',
    {},
    { ...several, min_query_length: number(0, 1000), initial_options: list(option, 1, 100) },
  ),
};

const boxes: Fields = {
  checkboxes: object(
    { type: oneOf('checkboxes'), options: list(option, 1, 10) },
    { ...actionable, confirm, focus_on_load: boolean, initial_options: list(option, 1, 10) },
    initialAmongOptions,
  ),
  radio_buttons: object(
    { type: oneOf('radio_buttons'), options: list(option, 1, 10) },
    { ...actionable, confirm, focus_on_load: boolean, initial_option: option },
    initialAmongOptions,
  ),
};

const pickers: Fields = {
  datepicker: select('datepicker', {}, { initial_date: date }),
  timepicker: select('timepicker', {}, { initial_time: time, timezone: string(255) }),
  datetimepicker: object(
    { type: oneOf('datetimepicker') },
    {
      ...actionable,
      confirm,
      focus_on_load: boolean,
      initial_date_time: number(1_000_000_000, 9_999_999_999),
    },
  ),
};

const written: Fields = {
  ...actionable,
  focus_on_load: boolean,
  placeholder: plainText(150),
  dispatch_action_config: anything,
};

const fields: Fields = {
  plain_text_input: object(
    { type: oneOf('plain_text_input') },
    {
      ...written,
      initial_value: string(3000),
      multiline: boolean,
      min_length: number(0, 3000),
      max_length: number(1, 3000),
    },
  ),
  email_text_input: object(
    { type: oneOf('email_text_input') },
    { ...written, initial_value: string(3000) },
  ),
  url_text_input: object(
    { type: oneOf('url_text_input') },
    { ...written, initial_value: string(3000) },
  ),
  number_input: object(
    { type: oneOf('number_input'), is_decimal_allowed: boolean },
    { ...written, initial_value: string(255), min_value: string(255), max_value: string(255) },
  ),
  rich_text_input: object(
    { type: oneOf('rich_text_input') },
    { ...written, initial_value: richText },
  ),
  file_input: object(
    { type: oneOf('file_input') },
    { ...actionable, filetypes: list(string(255), 1, 100), max_files: number(1, 10) },
  ),
};

const overflow = object(
  { type: oneOf('overflow'), options: list(option, 1, 5) },
  { ...actionable, confirm },
);
const workflowButton = object(
  { type: oneOf('workflow_button'), text: plainText(75), workflow: anything },
  { ...actionable, style: oneOf('primary', 'danger'), accessibility_label: string(75) },
);

export const actionElements: Fields = {
  button,
  overflow,
  workflow_button: workflowButton,
  rich_text_input: fields['rich_text_input'] ?? anything,
  ...selects,
  ...boxes,
  ...pickers,
};

export const accessories: Fields = { ...actionElements, image: imageElement };
export const inputElements: Fields = { ...selects, ...boxes, ...pickers, ...fields };

const feedback = object(
  { text: plainText(75), value: string(2000) },
  { accessibility_label: string(75) },
);
export const contextActionElements: Fields = {
  feedback_buttons: object(
    { type: oneOf('feedback_buttons'), positive_button: feedback, negative_button: feedback },
    actionable,
  ),
  icon_button: object(
    { type: oneOf('icon_button'), icon: oneOf('trash'), text: plainText(75) },
    {
      ...actionable,
      value: string(2000),
      confirm,
      accessibility_label: string(75),
      visible_to_user_ids: ids,
    },
  ),
};

/** Types whose elements a person can act on, for finding them inside blocks. */
export const interactiveTypes: ReadonlySet<string> = new Set([
  ...Object.keys(actionElements),
  ...Object.keys(inputElements),
  ...Object.keys(contextActionElements),
]);

export const contextElements: Fields = {
  image: imageElement,
  plain_text: anyText(3000),
  mrkdwn: anyText(3000),
};
