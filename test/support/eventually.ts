import { vi } from 'vitest';

/** How long something may take to come about: longer than any machine needs, since nothing here is about speed. */
const patience = 60_000;

/** Tries until `probe` no longer throws, and gives its result; the last error when patience ends. */
export function eventually<T>(probe: () => T | Promise<T>, timeout = patience): Promise<T> {
  return vi.waitFor(probe, { timeout, interval: 200 });
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
