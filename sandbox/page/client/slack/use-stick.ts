import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

export interface Stick {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  /** Something lies below what is seen. */
  readonly away: boolean;
  readonly toEnd: () => void;
}

/** So near the end that the reader counts as being there: pixels. */
const near = 48;

/** Keeps a list at its end while its reader is there, and leaves it alone while they read further up. */
export function useStick(key: string): Stick {
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [away, setAway] = useState(false);

  const toEnd = useCallback(() => {
    const box = frame.current;
    if (box === null) return;
    atEnd.current = true;
    setAway(false);
    box.scrollTop = box.scrollHeight;
  }, []);

  useEffect(() => {
    toEnd();
    const box = frame.current;
    const inner = content.current;
    if (box === null || inner === null) return undefined;
    const watch = new ResizeObserver(() => {
      if (atEnd.current) box.scrollTop = box.scrollHeight;
    });
    watch.observe(inner);
    watch.observe(box);
    let height = box.clientHeight;
    let top = box.scrollTop;
    const onScroll = () => {
      // A box that changed its height moves by itself: that is not its reader going away.
      if (box.clientHeight !== height) {
        height = box.clientHeight;
        return;
      }
      // What grew since does not count as going away: only its reader moves upwards.
      const isNear = box.scrollHeight - box.scrollTop - box.clientHeight < near;
      if (isNear || box.scrollTop < top) atEnd.current = isNear;
      top = box.scrollTop;
      setAway(!atEnd.current);
    };
    box.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      watch.disconnect();
      box.removeEventListener('scroll', onScroll);
    };
  }, [toEnd, key]);

  return { frame, content, away, toEnd };
}
