import { useState } from 'react';
import { isJson, word } from '../../../slack/rules/shapes.ts';
import type { Given, Json } from '../wire.ts';
import { Button } from './button.tsx';
import { Choice } from './choice.tsx';
import { Confirm } from './confirm.tsx';
import { currentValue } from './current-value.ts';
import { choiceTypes, fieldTypes } from './element-types.ts';
import { Field } from './field.tsx';
import { Overflow } from './overflow.tsx';
import { useSurface } from './surface.ts';
import { Unknown } from './unknown.tsx';

/** One thing to press or to fill in. `input`: it stands in an input block and waits for the submission. */
export function Element({
  element,
  blockId,
  input = false,
  labelledBy,
}: {
  readonly element: Json;
  readonly blockId: string;
  readonly input?: boolean;
  readonly labelledBy?: string;
}) {
  const surface = useSurface();
  const [waiting, setWaiting] = useState<{ readonly value: Given | undefined }>();
  const [busy, setBusy] = useState(false);
  const type = word(element['type']);
  const actionId = word(element['action_id']);
  const confirm = element['confirm'];

  async function send(value: Given | undefined): Promise<void> {
    setWaiting(undefined);
    setBusy(true);
    try {
      await surface.press(blockId, actionId, value);
    } finally {
      setBusy(false);
    }
  }
  function press(value?: Given): void {
    if (isJson(confirm)) setWaiting({ value });
    else void send(value);
  }
  function give(value: Given): void {
    if (input) surface.enter(blockId, actionId, value);
    else press(value);
  }

  const value =
    surface.entered(blockId, actionId) ?? currentValue(element, surface.value(blockId, actionId));
  const common = { element, value, give, busy, labelledBy };
  return (
    <>
      {draw()}
      {waiting !== undefined && isJson(confirm) && (
        <Confirm
          confirm={confirm}
          onYes={() => void send(waiting.value)}
          onNo={() => setWaiting(undefined)}
        />
      )}
    </>
  );

  function draw() {
    if (type === 'button')
      return (
        <Button
          element={element}
          busy={busy}
          press={() => press(word(element['value']) || undefined)}
        />
      );
    if (type === 'overflow') return <Overflow element={element} busy={busy} choose={press} />;
    if (choiceTypes.has(type)) return <Choice {...common} />;
    if (fieldTypes.has(type)) return <Field {...common} live={!input} />;
    return <Unknown value={element} />;
  }
}
