/** What is under way is not asked again: whoever comes meanwhile gets the same answer. */
export function askOnce<T>(): (key: string, ask: () => Promise<T>) => Promise<T> {
  const asking = new Map<string, Promise<T>>();
  return (key, ask) => {
    const already = asking.get(key);
    if (already !== undefined) return already;
    const mine = ask().finally(() => asking.delete(key));
    asking.set(key, mine);
    return mine;
  };
}
