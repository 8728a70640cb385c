import type { Duration } from '../domain/time.ts';

/** Waits for `promise`, but no longer than `deadline`: then it throws, whatever the promise comes to later. */
export async function withDeadline<T>(promise: Promise<T>, deadline: Duration): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${deadline} ms`)), deadline);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Why a call did not come to an end of its own. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
