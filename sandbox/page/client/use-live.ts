import { useEffect, useRef, useState } from 'react';
import { listen, type Topic } from './changes.ts';

interface Held<T> {
  readonly key: string;
  readonly value: T;
}

/** Between two readings: changes come in bursts. */
const pause = 80;

/**
 * Something of the sandbox, read anew whenever one of its topics changes. While another key is being read the value is
 * undefined; a failed reading keeps the last value. Parts that did not change keep their identity.
 */
export function useLive<T>(
  key: string,
  load: () => Promise<T>,
  topics: readonly Topic[],
  every?: number,
): T | undefined {
  const [held, setHeld] = useState<Held<T>>();
  const loader = useRef(load);
  loader.current = load;
  const wanted = useRef(topics);
  wanted.current = topics;
  useEffect(() => {
    const state = { over: false, busy: false, again: false };
    const read = async (): Promise<void> => {
      state.again = state.busy;
      if (state.busy || state.over) return;
      state.busy = true;
      try {
        const value = await loader.current();
        if (state.over) return;
        setHeld((before) => ({
          key,
          value: before?.key === key ? keep(before.value, value) : value,
        }));
      } catch {
        // What is shown stays; the line at the top says when the sandbox is gone.
      }
      await new Promise((resolve) => window.setTimeout(resolve, pause));
      state.busy = false;
      if (state.again) await read();
    };
    void read();
    const stop = listen((changed) => {
      if (changed.has('all') || wanted.current.some((topic) => changed.has(topic))) void read();
    });
    const timer = every === undefined ? undefined : window.setInterval(() => void read(), every);
    return () => {
      state.over = true;
      stop();
      window.clearInterval(timer);
    };
  }, [key, every]);
  return held?.key === key ? held.value : undefined;
}

/** The old value wherever the new one says the same, so that React leaves alone what it drew of it. */
function keep<T>(before: T, after: T): T {
  if (JSON.stringify(before) === JSON.stringify(after)) return before;
  if (Array.isArray(before) && Array.isArray(after)) {
    const known = new Map(before.map((item: unknown) => [JSON.stringify(item), item]));
    after.forEach((item: unknown, at) => {
      if (Array.isArray(item)) after[at] = keep(before[at], item);
      else after[at] = known.get(JSON.stringify(item)) ?? item;
    });
  }
  return after;
}
