import type { Instant } from '../domain/time.ts';

/** The groups' next looks, soonest first. An entry may be out of date: compare it with the group's own `nextAt`. */
export interface TickQueue {
  add(at: Instant, key: string): void;
  /** When the soonest is; null: none. */
  peek(): Instant | null;
  take(): { readonly at: Instant; readonly key: string } | null;
}

interface Entry {
  readonly at: Instant;
  readonly key: string;
}

/** A binary heap; entries of one moment come in the order of their keys, so that a replay is the same every time. */
export function createTickQueue(): TickQueue {
  const heap: Entry[] = [];
  function isBefore(a: Entry | undefined, b: Entry | undefined): boolean {
    if (a === undefined || b === undefined) return a !== undefined;
    return a.at < b.at || (a.at === b.at && a.key < b.key);
  }
  function swap(one: number, other: number): void {
    const [a, b] = [heap[one], heap[other]];
    if (a === undefined || b === undefined) return;
    heap[one] = b;
    heap[other] = a;
  }
  function rise(index: number): void {
    const parent = (index - 1) >> 1;
    if (index === 0 || !isBefore(heap[index], heap[parent])) return;
    swap(index, parent);
    rise(parent);
  }
  function sink(index: number): void {
    const [left, right] = [2 * index + 1, 2 * index + 2];
    const child = isBefore(heap[right], heap[left]) ? right : left;
    if (!isBefore(heap[child], heap[index])) return;
    swap(index, child);
    sink(child);
  }
  return {
    peek: () => heap[0]?.at ?? null,
    add(at, key) {
      heap.push({ at, key });
      rise(heap.length - 1);
    },
    take() {
      const [first] = heap;
      const last = heap.pop();
      if (first === undefined || last === undefined) return null;
      if (heap.length > 0) {
        heap[0] = last;
        sink(0);
      }
      return first;
    },
  };
}
