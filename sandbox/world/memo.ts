/** Keeps the last answer as long as its key stays the same: most of the world changes less often than it is asked. */
export function createMemo<T>(): (key: string, make: () => T) => T {
  let last: { readonly key: string; readonly value: T } | null = null;
  return (key, make) => {
    if (last?.key === key) return last.value;
    const value = make();
    last = { key, value };
    return value;
  };
}
