import { randomBytes } from 'node:crypto';
import type { Content } from '../domain/message.ts';
import { HOUR, type Instant } from '../domain/time.ts';

/** What an ephemeral answer showed: its buttons carry only the id of this. */
export interface ShownView {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: string;
  /** As seen, without buttons; null until there was something to see. */
  readonly content: Content | null;
}

export interface ViewMemory {
  open(view: ShownView): string;
  update(id: string, content: Content): void;
  get(id: string): ShownView | null;
}

/** An ephemeral message rarely lives longer, and Slack takes its answers for 30 minutes. */
const KEPT = 2 * HOUR;
const MOST = 500;

/** Remembers in memory: after a restart the person is asked to ask again. */
export function createViewMemory(now: () => Instant): ViewMemory {
  const views = new Map<string, ShownView & { readonly at: Instant }>();
  return {
    open(view) {
      for (const [id, { at }] of views) {
        if (views.size < MOST && at > now() - KEPT) break;
        views.delete(id);
      }
      const id = `view-${randomBytes(9).toString('base64url')}`;
      views.set(id, { ...view, at: now() });
      return id;
    },
    update(id, content) {
      const view = views.get(id);
      if (view !== undefined) views.set(id, { ...view, content });
    },
    get: (id) => views.get(id) ?? null,
  };
}
