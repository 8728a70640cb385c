import { useEffect, useState } from 'react';
import type { FaultDescription, FaultParameter } from '../../../world/fault-catalogue.ts';
import { api } from '../api.ts';
import type { FaultState } from '../wire.ts';
import { useWorkspace, words } from '../workspace.ts';

type Texts = Readonly<Record<string, string>>;

/** A fault with its switch, and what it takes. */
export function Fault({
  fault,
  state,
}: {
  readonly fault: FaultDescription;
  readonly state: FaultState | undefined;
}) {
  const { complain } = useWorkspace();
  const [texts, setTexts] = useState<Texts>({});
  const [wanted, setWanted] = useState<boolean>();
  const known = state?.on ?? false;
  const on = wanted ?? known;
  // What was wanted is shown until the world says the same: the switch does not jump back in between.
  useEffect(() => {
    setWanted((before) => (before === known ? undefined : before));
  }, [known, wanted]);
  const parameters = Object.entries(fault.parameters ?? {});
  const shown = (key: string, parameter: FaultParameter) =>
    texts[key] ?? givenValue(state, key) ?? String(parameter.default ?? '');

  async function turn(next: boolean, given: Texts): Promise<void> {
    setWanted(next);
    try {
      await api.setFault(fault.name, next, next ? typed(parameters, given) : {});
    } catch (error) {
      complain(words(error));
      setWanted(undefined);
    }
  }
  function change(key: string, text: string): void {
    const next = { ...texts, [key]: text };
    setTexts(next);
    // While it is on, what is chosen counts at once.
    if (on) void turn(true, next);
  }

  return (
    <div className={`fault${on ? ' on' : ''}`}>
      <label>
        <input
          type="checkbox"
          role="switch"
          checked={on}
          onChange={({ target }) => void turn(target.checked, texts)}
        />
        <span>
          <b>{fault.name}</b>
          <small>{fault.description}</small>
        </span>
      </label>
      {parameters.length > 0 && (
        <details open={on || undefined}>
          <summary>{summary(parameters, shown)}</summary>
          {parameters.map(([key, parameter]) => (
            <label key={key} className="parameter" title={parameter.description}>
              <span>{key}</span>
              <Parameter
                parameter={parameter}
                value={shown(key, parameter)}
                give={(text) => change(key, text)}
              />
            </label>
          ))}
        </details>
      )}
    </div>
  );
}

/** What the fault was given when it was switched on. */
function givenValue(state: FaultState | undefined, key: string): string | undefined {
  const value = state?.on === true ? state.with[key] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function summary(
  parameters: readonly (readonly [string, FaultParameter])[],
  shown: (key: string, parameter: FaultParameter) => string,
): string {
  return parameters
    .map(([key, parameter]) => [key, shown(key, parameter)] as const)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');
}

/** Numbers as numbers; what is left empty is left to its default. */
function typed(
  parameters: readonly (readonly [string, FaultParameter])[],
  texts: Texts,
): Readonly<Record<string, string | number>> {
  return Object.fromEntries(
    parameters.flatMap(([key, { type }]) => {
      const text = texts[key]?.trim() ?? '';
      return text === '' ? [] : [[key, type === 'number' ? Number(text) : text] as const];
    }),
  );
}

function Parameter({
  parameter,
  value,
  give,
}: {
  readonly parameter: FaultParameter;
  readonly value: string;
  readonly give: (text: string) => void;
}) {
  const [draft, setDraft] = useState<string>();
  if (parameter.choices !== undefined)
    return (
      <select className="field" value={value} onChange={({ target }) => give(target.value)}>
        {parameter.choices.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
    );
  const done = () => {
    if (draft !== undefined && draft !== value) give(draft);
    setDraft(undefined);
  };
  return (
    <input
      className="field"
      type={parameter.type === 'number' ? 'number' : 'text'}
      min={0}
      value={draft ?? value}
      onChange={({ target }) => setDraft(target.value)}
      onBlur={done}
      onKeyDown={({ key }) => key === 'Enter' && done()}
    />
  );
}
