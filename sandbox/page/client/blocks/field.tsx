import { useState } from 'react';
import { word } from '../../../slack/rules/shapes.ts';
import type { ElementProps } from './choice.tsx';
import { plain } from './text.tsx';

const inputTypes: Readonly<Record<string, string>> = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'text',
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
};

/** Seconds since 1970 as the browser's own picker writes local time, and back. */
function toLocal(seconds: string): string {
  const at = new Date(Number(seconds) * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
function toSeconds(local: string): string {
  return String(Math.floor(new Date(local).getTime() / 1000));
}

/** Something to write into. `live`: it counts when it is left or entered, not with every letter. */
export function Field({
  element,
  value,
  give,
  busy,
  labelledBy,
  live,
}: ElementProps & { readonly live: boolean }) {
  const type = word(element['type']);
  const moment = type === 'datetimepicker';
  const given = typeof value === 'string' ? value : '';
  const outside = moment && given !== '' ? toLocal(given) : given;
  const [draft, setDraft] = useState<string>();
  const picker = type.endsWith('picker');
  const tell = (text: string) => give(moment && text !== '' ? toSeconds(text) : text);
  const common = {
    className: 'field',
    'aria-labelledby': labelledBy,
    'aria-label': labelledBy === undefined ? plain(element['placeholder']) || type : undefined,
    placeholder: plain(element['placeholder']),
    readOnly: busy,
    value: draft ?? outside,
    autoFocus: element['focus_on_load'] === true,
    onChange: ({ target }: { readonly target: { readonly value: string } }) => {
      if (live && !picker) setDraft(target.value);
      else tell(target.value);
    },
    onBlur: () => {
      if (draft === undefined) return;
      setDraft(undefined);
      if (draft !== outside) tell(draft);
    },
  };
  if (element['multiline'] === true || type === 'rich_text_input')
    return <textarea {...common} rows={4} />;
  return (
    <input
      {...common}
      type={inputTypes[type] ?? 'text'}
      inputMode={type === 'number_input' ? 'decimal' : undefined}
      onKeyDown={({ key, currentTarget }) => {
        if (live && key === 'Enter') currentTarget.blur();
      }}
    />
  );
}
