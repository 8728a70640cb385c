/** What changed, for those who watch: the page redraws on it. */
export type Change = 'messages' | 'views' | 'home' | 'faults' | 'bot' | 'connections' | 'clock';

export interface Changes {
  emit(change: Change): void;
  /** Answers the function that stops listening. */
  listen(listener: (change: Change) => void): () => void;
}

export function createChanges(): Changes {
  const listeners = new Set<(change: Change) => void>();
  return {
    emit(change) {
      for (const listener of listeners) listener(change);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
