import { isJson, word } from '../../../slack/rules/shapes.ts';
import { Dialog } from '../dialog.tsx';
import type { Json } from '../wire.ts';
import { plain, Text } from './text.tsx';

/** Slack's confirm dialog before a press counts. */
export function Confirm({
  confirm,
  onYes,
  onNo,
}: {
  readonly confirm: Json;
  readonly onYes: () => void;
  readonly onNo: () => void;
}) {
  const title = isJson(confirm['title']) ? plain(confirm['title']) : 'Are you sure?';
  const style = word(confirm['style']) === 'danger' ? 'danger' : 'primary';
  return (
    <Dialog label={title} className="confirm" onClose={onNo}>
      <h2>{title}</h2>
      <p>
        <Text value={confirm['text']} />
      </p>
      <footer>
        <button type="button" className="button" onClick={onNo}>
          {plain(confirm['deny']) || 'Cancel'}
        </button>
        <button type="button" className={`button ${style}`} onClick={onYes}>
          {plain(confirm['confirm']) || 'Yes'}
        </button>
      </footer>
    </Dialog>
  );
}
