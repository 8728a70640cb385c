import { z } from 'zod';
import type { JsonObject } from '../domain/json.ts';
import { operationNames } from '../domain/plan.ts';

const id = z.string().regex(/^R\d{1,12}$/, 'is no run');
const code = z.string().max(20).optional();
const document = z.record(z.string(), z.json());
const options = z.custom<JsonObject>((value) => document.safeParse(value).success, 'is no options');

/** What can be asked over the socket. Anything else is refused before it is looked at. */
export const questionSchema = z.discriminatedUnion('ask', [
  z.strictObject({
    ask: z.literal('propose'),
    operation: z.enum(operationNames),
    environment: z.string(),
    options,
  }),
  z.strictObject({
    ask: z.literal('confirm'),
    id,
    hash: z.string(),
    typedName: z.string().optional(),
    code,
  }),
  z.strictObject({
    ask: z.literal('approve'),
    id,
    /** The whole hash, or its first characters, twelve at least. */
    hash: z.string().regex(/^[0-9a-f]{12,64}$/, 'is no hash of a plan'),
    code,
  }),
  z.strictObject({ ask: z.literal('reject'), id, why: z.string().min(1).max(500) }),
  z.strictObject({ ask: z.literal('withdraw'), id }),
  z.strictObject({ ask: z.literal('start'), id }),
  z.strictObject({ ask: z.literal('cancel'), id }),
  z.strictObject({ ask: z.literal('find'), id }),
  z.strictObject({ ask: z.literal('runs'), environment: z.string() }),
  z.strictObject({ ask: z.literal('enrol') }),
  z.strictObject({ ask: z.literal('admit'), person: z.string().min(1) }),
  z.strictObject({ ask: z.literal('acknowledge') }),
]);
export type TerminalQuestion = z.output<typeof questionSchema>;

/** What a question came to. */
export type TerminalAnswer =
  | { readonly kind: 'answer'; readonly value: unknown }
  | {
      readonly kind: 'refusal';
      readonly rule: string;
      readonly message: string;
      readonly hint: string;
    };
