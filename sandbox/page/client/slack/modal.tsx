import { type FormEvent, useRef, useState } from 'react';
import { isJson } from '../../../slack/rules/shapes.ts';
import { api } from '../api.ts';
import { Blocks } from '../blocks/block.tsx';
import { SurfaceContext } from '../blocks/surface.ts';
import { plain } from '../blocks/text.tsx';
import { Dialog } from '../dialog.tsx';
import type { View } from '../wire.ts';
import { useWorkspace, words } from '../workspace.ts';
import { useViewSurface } from './view-surface.ts';

/** A modal of the app, filled in and submitted or closed. */
export function Modal({ view }: { readonly view: View }) {
  const { me, complain } = useWorkspace();
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState(false);
  const closing = useRef(false);
  const { surface, values } = useViewSurface(view, errors);
  const title = plain(view.title);

  function close(): void {
    // It stays before us until the server has taken it away: another press says nothing new.
    if (closing.current) return;
    closing.current = true;
    api.close(me, view.viewId).catch((error: unknown) => {
      closing.current = false;
      complain(words(error));
    });
  }
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    try {
      // Fields that have gone since they were filled in would be refused.
      const there = new Set(view.blocks.map((block) => block.block_id));
      const given = Object.entries(values).filter(([blockId]) => there.has(blockId));
      const answer = await api.submit(me, view.viewId, Object.fromEntries(given));
      setErrors(answer.errors);
      if (!answer.acked && Object.keys(answer.errors).length === 0)
        complain('The app did not respond to the submission.');
    } catch (error) {
      complain(words(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog label={title} className="modal" onClose={close}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <header className="pane-head">
          <h2>{title}</h2>
          <button type="button" className="close" aria-label="Close" onClick={close}>
            ✕
          </button>
        </header>
        <div className="modal-body">
          <SurfaceContext value={surface}>
            <Blocks blocks={view.blocks} />
          </SurfaceContext>
        </div>
        <footer>
          <button type="button" className="button" onClick={close}>
            {plain(view.close) || 'Close'}
          </button>
          {isJson(view.submit) && (
            <button type="submit" className="button primary" aria-busy={busy}>
              {plain(view.submit)}
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  );
}
