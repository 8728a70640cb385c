import { ApiRefusal } from './api/refusal.ts';
import { parseJson } from './http-body.ts';
import { answerPerson } from './person/answer.ts';
import type { SlackState } from './state.ts';
import type { Json } from './types.ts';

export interface ResponseAnswer {
  readonly status: number;
  readonly body: Json;
  readonly args: Json;
}

/** Answers a post to a `response_url`. A refused content counts as a use, an expired address answers 404. */
export function receiveResponse(state: SlackState, path: string, body: Buffer): ResponseAnswer {
  const args = parseJson(body.toString());
  if (args === undefined)
    return { status: 400, body: { ok: false, error: 'invalid_payload' }, args: {} };
  const target = state.responseUrls.use(path);
  if ('error' in target) return { status: 404, body: { ok: false, error: target.error }, args };
  try {
    answerPerson(state, target, args);
    return { status: 200, body: { ok: true }, args };
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    return { status: 400, body: { ok: false, error: error.error, ...error.fields }, args };
  }
}
