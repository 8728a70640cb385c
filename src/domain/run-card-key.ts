/** The key of a run's message in the ops channel: there is one, edited in place through all its states. */
export function runCardKey(id: string): string {
  return `run:${id}:card`;
}
