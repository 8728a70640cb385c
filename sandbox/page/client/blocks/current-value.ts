import { isJson, jsonList, word } from '../../../slack/rules/shapes.ts';
import type { Given, Json } from '../wire.ts';

/** What an element says: in the view's state as Slack writes it, else as it began. */
export function currentValue(element: Json, state: Json | undefined): Given {
  const from = (name: string, first: string): unknown => state?.[name] ?? element[first];
  const option = from('selected_option', 'initial_option');
  if (isJson(option)) return word(option['value']);
  const several = [
    ...jsonList(from('selected_options', 'initial_options')).map(({ value }) => word(value)),
    ...strings(from('selected_users', 'initial_users')),
    ...strings(from('selected_conversations', 'initial_conversations')),
    ...strings(from('selected_channels', 'initial_channels')),
  ];
  if (several.length > 0) return several;
  const single = [
    from('value', 'initial_value'),
    from('selected_user', 'initial_user'),
    from('selected_conversation', 'initial_conversation'),
    from('selected_channel', 'initial_channel'),
    from('selected_date', 'initial_date'),
    from('selected_time', 'initial_time'),
    from('selected_date_time', 'initial_date_time'),
  ].find((each) => typeof each === 'string' || typeof each === 'number');
  return single === undefined ? null : String(single);
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
