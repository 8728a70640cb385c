import { word } from '../../../slack/rules/shapes.ts';
import type { Json } from '../wire.ts';
import { Link } from './link.tsx';
import { plain, Text } from './text.tsx';

export function Button({
  element,
  busy,
  press,
}: {
  readonly element: Json;
  readonly busy: boolean;
  readonly press: () => void;
}) {
  const url = word(element['url']);
  const button = (
    <button
      type="button"
      className={`button ${word(element['style'])}`}
      aria-label={word(element['accessibility_label']) || plain(element['text'])}
      // Not disabled: the focus would be lost.
      aria-busy={busy}
      onClick={() => !busy && press()}
    >
      <Text value={element['text']} />
    </button>
  );
  return url === '' ? button : <Link url={url}>{button}</Link>;
}
