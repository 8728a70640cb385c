import { optionsOf } from '../../../slack/elements.ts';
import { word } from '../../../slack/rules/shapes.ts';
import type { Json } from '../wire.ts';
import { plain } from './text.tsx';

/** The menu behind three dots. */
export function Overflow({
  element,
  busy,
  choose,
}: {
  readonly element: Json;
  readonly busy: boolean;
  readonly choose: (value: string) => void;
}) {
  return (
    <select
      className="overflow"
      aria-label="More"
      disabled={busy}
      value=""
      onChange={({ target }) => choose(target.value)}
    >
      <option value="" disabled hidden>
        ⋯
      </option>
      {optionsOf(element).map((option) => (
        <option key={word(option['value'])} value={word(option['value'])}>
          {plain(option['text'])}
        </option>
      ))}
    </select>
  );
}
