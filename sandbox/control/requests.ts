import { z } from 'zod';
import { ControlRefusal } from './refusal.ts';

/** What each call of the control API takes. Unknown keys are refused: a misspelt one should not pass unseen. */

const id = z.string().min(1);
const given = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);

export const command = z.strictObject({
  user: id,
  channel: id,
  text: z.string().startsWith('/hart'),
});

export const click = z
  .strictObject({
    user: id,
    channel: id.optional(),
    ts: id.optional(),
    viewId: id.optional(),
    actionId: id,
    blockId: id.optional(),
    value: given.optional(),
  })
  .refine(
    ({ channel, ts, viewId }) =>
      viewId === undefined
        ? channel !== undefined && ts !== undefined
        : channel === undefined && ts === undefined,
    { message: 'give either "channel" and "ts", or "viewId"' },
  );

export const submit = z.strictObject({
  user: id,
  viewId: id,
  values: z.record(z.string(), given).default({}),
});
export const shortcut = z.strictObject({ user: id, channel: id, ts: id, callbackId: id });
export const close = z.strictObject({ user: id, viewId: id });
export const home = z.strictObject({ user: id });
export const message = z.strictObject({
  user: id,
  channel: id,
  text: z.string().min(1),
  thread_ts: id.optional(),
});
export const world = z.strictObject({
  fault: id,
  on: z.boolean(),
  with: z.record(z.string(), z.unknown()).default({}),
});
export const clock = z.strictObject({ advance: z.string() });

export const messagesQuery = z.strictObject({
  channel: id,
  user: id.optional(),
  since: z.string().optional(),
  brief: z.literal('1').optional(),
});
export const viewsQuery = z.strictObject({ user: id });
export const callsQuery = z.strictObject({ method: id.optional(), since: z.string().optional() });
export const statementsQuery = z.strictObject({ since: z.string().optional() });

/** The checked value, or a refusal that names every fault. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message: said }) =>
    path.length > 0 ? `${path.join('.')}: ${said}` : said,
  );
  throw new ControlRefusal(400, faults.join('; '));
}
