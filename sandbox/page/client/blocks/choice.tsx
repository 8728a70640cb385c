import { useId } from 'react';
import { optionsOf } from '../../../slack/elements.ts';
import { jsonList, word } from '../../../slack/rules/shapes.ts';
import type { Given, Json } from '../wire.ts';
import { useWorkspace, type Workspace } from '../workspace.ts';
import { plain, Text } from './text.tsx';

export interface ElementProps {
  readonly element: Json;
  readonly value: Given;
  readonly give: (value: Given) => void;
  readonly busy: boolean;
  readonly labelledBy: string | undefined;
}

interface Offer {
  readonly value: string;
  readonly label: string;
}

function offers(element: Json, { users, channels }: Workspace): readonly Offer[] {
  const type = word(element['type']);
  if (type.includes('users_'))
    return users.map(({ id, name }) => ({ value: id, label: `@${name}` }));
  if (type.includes('channels_') || type.includes('conversations_'))
    return channels
      .filter(({ kind }) => kind === 'channel')
      .map(({ id, name }) => ({ value: id, label: `#${name}` }));
  return optionsOf(element).map((option) => ({
    value: word(option['value']),
    label: plain(option['text']),
  }));
}

/** Selects, check boxes and radio buttons. */
export function Choice(props: ElementProps) {
  const type = word(props.element['type']);
  if (type === 'checkboxes' || type === 'radio_buttons') return <Boxes {...props} />;
  return type.startsWith('multi_') ? <Several {...props} /> : <One {...props} />;
}

function asOption({ value, label }: Offer) {
  return (
    <option key={value} value={value}>
      {label}
    </option>
  );
}

function One({ element, value, give, busy, labelledBy }: ElementProps) {
  const workspace = useWorkspace();
  const groups = jsonList(element['option_groups']);
  const placeholder = plain(element['placeholder']) || 'Choose …';
  return (
    <select
      className="field"
      aria-labelledby={labelledBy}
      aria-label={labelledBy === undefined ? placeholder : undefined}
      disabled={busy}
      value={typeof value === 'string' ? value : ''}
      onChange={({ target }) => give(target.value)}
    >
      <option value="" disabled hidden>
        {placeholder}
      </option>
      {groups.length === 0
        ? offers(element, workspace).map(asOption)
        : groups.map((group, at) => (
            <optgroup key={at} label={plain(group['label'])}>
              {offers(group, workspace).map(asOption)}
            </optgroup>
          ))}
    </select>
  );
}

function Several({ element, value, give, labelledBy }: ElementProps) {
  const chosen = Array.isArray(value) ? value : [];
  return (
    <fieldset className="several" aria-labelledby={labelledBy}>
      {offers(element, useWorkspace()).map(({ value: key, label }) => (
        <label key={key}>
          <input
            type="checkbox"
            checked={chosen.includes(key)}
            onChange={({ target }) =>
              give(target.checked ? [...chosen, key] : chosen.filter((one) => one !== key))
            }
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

function Boxes({ element, value, give, labelledBy }: ElementProps) {
  const name = useId();
  const radio = element['type'] === 'radio_buttons';
  const chosen = typeof value === 'string' ? [value] : (value ?? []);
  return (
    <fieldset className="boxes" aria-labelledby={labelledBy}>
      {optionsOf(element).map((option) => {
        const key = word(option['value']);
        return (
          <label key={key}>
            <input
              type={radio ? 'radio' : 'checkbox'}
              name={name}
              checked={chosen.includes(key)}
              onChange={({ target }) => {
                if (radio) give(key);
                else give(target.checked ? [...chosen, key] : chosen.filter((one) => one !== key));
              }}
            />
            <span>
              <Text value={option['text']} />
              <small>
                <Text value={option['description']} />
              </small>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
