/** Elements with options to choose from. */
export const choiceTypes: ReadonlySet<string> = new Set([
  'static_select',
  'multi_static_select',
  'users_select',
  'multi_users_select',
  'conversations_select',
  'multi_conversations_select',
  'channels_select',
  'multi_channels_select',
  'checkboxes',
  'radio_buttons',
]);

/** Elements to write into. Options that an app looks up while one types are written out here. */
export const fieldTypes: ReadonlySet<string> = new Set([
  'plain_text_input',
  'email_text_input',
  'url_text_input',
  'number_input',
  'rich_text_input',
  'datepicker',
  'timepicker',
  'datetimepicker',
  'external_select',
]);
