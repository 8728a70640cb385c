import { z } from 'zod';
import type { Call } from './control-client.ts';

const taken = z.object({
  args: z.object({ metadata: z.object({ event_payload: z.object({ key: z.string() }) }) }),
  answer: z.object({ ok: z.literal(true) }),
});

/** The keys of the messages that Slack took, by its record of calls. */
export function posted(calls: readonly Call[]): string[] {
  return calls.flatMap((call) => {
    const read = taken.safeParse(call);
    return call.method === 'chat.postMessage' && read.success
      ? [read.data.args.metadata.event_payload.key]
      : [];
  });
}

/** What is there more than once. */
export function twice(keys: readonly string[]): string[] {
  return keys.filter((key, index) => key !== '' && keys.indexOf(key) !== index);
}
