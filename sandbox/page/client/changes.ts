import type { Change } from '../../slack/changes.ts';

/** `all`: the connection is new, so that anything may have changed. */
export type Topic = Change | 'all';

type Listener = (topics: ReadonlySet<Topic>) => void;

const listeners = new Set<Listener>();
const onlineListeners = new Set<(online: boolean) => void>();
let source: EventSource | undefined;

function tell(topics: readonly Topic[]): void {
  const set = new Set(topics);
  for (const listener of listeners) listener(set);
}

/** One stream for the whole page; the browser connects again by itself. */
function connect(): void {
  source = new EventSource('/_sandbox/events');
  source.addEventListener('open', () => {
    for (const listener of onlineListeners) listener(true);
    tell(['all']);
  });
  source.addEventListener('error', () => {
    for (const listener of onlineListeners) listener(false);
  });
  source.addEventListener('change', (event: MessageEvent<string>) => {
    const { changed }: { readonly changed: readonly Change[] } = JSON.parse(event.data);
    tell(changed);
  });
}

/** Hears of every change; answers the function that stops listening. */
export function listen(listener: Listener): () => void {
  if (source === undefined) connect();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Hears whether the sandbox still answers. */
export function listenOnline(listener: (online: boolean) => void): () => void {
  onlineListeners.add(listener);
  return () => onlineListeners.delete(listener);
}
