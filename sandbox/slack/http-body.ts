import type { IncomingMessage, ServerResponse } from 'node:http';
import { isJson } from './rules/shapes.ts';
import type { Json } from './types.ts';

const largest = 20_000_000;

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largest) throw new Error('The body is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Form fields or a JSON object; undefined when it is neither. */
export function parseBody(body: Buffer, contentType: string): Json | undefined {
  if (!contentType.includes('json'))
    return Object.fromEntries(new URLSearchParams(body.toString()));
  return parseJson(body.toString());
}

export function parseJson(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  // Written before the head: a body that cannot be written is then still answered as an error.
  const text = JSON.stringify(body, (_, value: unknown) => writable(value));
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(text);
}

/** JSON has no integers beyond 2^53; databases do. */
function writable(value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

export function sendText(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  type = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, { 'content-type': type });
  response.end(body);
}

/** The bytes that were uploaded: the whole body, or the one file in a multipart form. */
export async function uploadedBytes(body: Buffer, contentType: string): Promise<Buffer> {
  if (!contentType.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  }).formData();
  for (const value of form.values()) {
    if (typeof value !== 'string') return Buffer.from(await value.arrayBuffer());
  }
  const written = form.get('body');
  return Buffer.from(typeof written === 'string' ? written : '');
}
