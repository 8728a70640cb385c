import { type Duration, type Instant, MINUTE } from '../domain/time.ts';

/** Slack's last repetition of an event comes about six minutes after the first. */
const memory: Duration = 15 * MINUTE;

/** What was answered to something that arrived. */
export interface Taken {
  /** Settles when it is acknowledged, with what the acknowledgement carried. */
  readonly answer: Promise<Record<string, unknown>>;
  readonly answered: (body: Record<string, unknown>) => void;
  /** It was not done after all: to be taken up when it comes again. */
  readonly forget: () => void;
}

/** What has arrived lately, on whichever connection. */
export interface SeenEnvelopes {
  /** `again`: it is known by any of its ids, and is being worked on or done. */
  take(ids: readonly string[]): { readonly again: boolean; readonly taken: Taken };
}

/** Remembers for 15 minutes, in memory and at once: both connections may bring the same at the same moment. */
export function createSeenEnvelopes(now: () => Instant): SeenEnvelopes {
  const seen = new Map<string, { readonly at: Instant; readonly taken: Taken }>();

  /** The oldest come first, since a map keeps the order of insertion. */
  function forgetOld(): void {
    for (const [id, { at }] of seen) {
      if (now() - at < memory) return;
      seen.delete(id);
    }
  }

  return {
    take(ids) {
      forgetOld();
      for (const id of ids) {
        const known = seen.get(id);
        if (known !== undefined) return { again: true, taken: known.taken };
      }
      const { promise, resolve } = Promise.withResolvers<Record<string, unknown>>();
      const taken: Taken = {
        answer: promise,
        answered: resolve,
        forget: () => {
          for (const id of ids) if (seen.get(id)?.taken === taken) seen.delete(id);
        },
      };
      for (const id of ids) seen.set(id, { at: now(), taken });
      return { again: false, taken };
    },
  };
}

/**
 * By what an envelope can be known again: its own id, and that of the event, the click or command, or the view in the
 * state in which it was submitted.
 */
export function idsOf(envelopeId: string, body: Readonly<Record<string, unknown>>): string[] {
  const view = body['view'];
  const viewId = textAt(view, 'id');
  const type = textAt(body, 'type');
  return [
    ['envelope', envelopeId],
    ['event', textAt(body, 'event_id')],
    ['trigger', textAt(body, 'trigger_id')],
    ['submitted', type === 'view_submission' ? `${viewId}:${textAt(view, 'hash')}` : ''],
    ['closed', type === 'view_closed' ? viewId : ''],
  ]
    .filter(([, id]) => id !== '' && id !== ':')
    .map(([kind, id]) => `${kind}:${id}`);
}

function textAt(value: unknown, key: string): string {
  if (typeof value !== 'object' || value === null) return '';
  const found: unknown = Reflect.get(value, key);
  return typeof found === 'string' ? found : '';
}
