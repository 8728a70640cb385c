import type { IncomingMessage, ServerResponse } from 'node:http';
import { createArgs, readableArgs } from './api/args.ts';
import { allScopes, methods } from './api/methods.ts';
import { ApiRefusal } from './api/refusal.ts';
import type { CallLog } from './call-log.ts';
import { parseBody, readBody, sendJson } from './http-body.ts';
import type { RateLimits } from './rate-limits.ts';
import { word } from './rules/shapes.ts';
import type { SlackState } from './state.ts';
import type { Json } from './types.ts';

export interface Tokens {
  readonly bot: string;
  readonly app: string;
}

export interface WebApiOptions {
  readonly state: SlackState;
  readonly tokens: Tokens;
  readonly calls: CallLog;
  readonly rateLimits: RateLimits;
  /** A fresh one-use address for Socket Mode. */
  openConnection(this: void): string;
  readonly scopes?: readonly string[];
}

const connectionsOpen = 'apps.connections.open';

/** Answers `/api/<method>`. */
export function createWebApi(options: WebApiOptions) {
  const { state, tokens, calls, rateLimits, scopes = allScopes } = options;

  function authorise(method: string, given: string | undefined): string | null {
    if (given === undefined) return 'not_authed';
    if (given !== tokens.bot && given !== tokens.app) return 'invalid_auth';
    if ((given === tokens.app) !== (method === connectionsOpen)) return 'not_allowed_token_type';
    const scope = methods[method]?.scope;
    return scope === undefined || scope === null || scopes.includes(scope) ? null : 'missing_scope';
  }

  function answer(method: string, args: Json, token: string | undefined): Json {
    const known = methods[method];
    if (known === undefined && method !== connectionsOpen)
      return { ok: false, error: 'unknown_method', req_method: method };
    const refused = authorise(method, token);
    if (refused === 'missing_scope')
      return { ok: false, error: refused, needed: known?.scope, provided: scopes.join(',') };
    if (refused !== null) return { ok: false, error: refused };
    try {
      return {
        ok: true,
        ...(known?.call(state, createArgs(args)) ?? { url: options.openConnection() }),
      };
    } catch (error) {
      if (error instanceof ApiRefusal) return { ok: false, error: error.error, ...error.fields };
      throw error;
    }
  }

  return async (
    request: IncomingMessage,
    response: ServerResponse,
    method: string,
    query: URLSearchParams,
  ): Promise<void> => {
    const at = new Date(state.now()).toISOString();
    const body = parseBody(await readBody(request), request.headers['content-type'] ?? '');
    const args: Json = { ...Object.fromEntries(query), ...body };
    const log = (status: number, result: unknown, retryAfter: number | null = null) =>
      calls.add({ at, method, args: readableArgs(args), status, retryAfter, answer: result });
    if (state.faults['slack-down']) {
      log(0, null);
      request.socket.destroy();
      return;
    }
    const wait = rateLimits.check(method, word(args['channel']));
    if (wait !== null) {
      const refusal = { ok: false, error: 'ratelimited' };
      log(429, refusal, wait);
      sendJson(response, 429, refusal, { 'retry-after': String(wait) });
      return;
    }
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const token = bearer ?? (typeof args['token'] === 'string' ? args['token'] : undefined);
    const result =
      body === undefined ? { ok: false, error: 'invalid_json' } : answer(method, args, token);
    log(200, result);
    sendJson(response, 200, result, {
      'x-oauth-scopes': scopes.join(','),
      'x-slack-req-id': crypto.randomUUID(),
    });
  };
}
