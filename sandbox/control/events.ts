import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Changes } from '../slack/changes.ts';

/** How often a silent stream says that it is alive: milliseconds. */
const heartbeat = 15_000;
/** Changes that come together are told together. */
const gather = 40;

/** Server-sent events: `change` with what changed, for as long as the caller listens. */
export function streamChanges(
  changes: Changes,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  });
  response.write(': SANDBOX\n\n');
  const gathered = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const stop = changes.listen((change) => {
    gathered.add(change);
    timer ??= setTimeout(() => {
      timer = undefined;
      response.write(`event: change\ndata: ${JSON.stringify({ changed: [...gathered] })}\n\n`);
      gathered.clear();
    }, gather);
  });
  const beat = setInterval(() => response.write(': still here\n\n'), heartbeat);
  request.on('close', () => {
    clearTimeout(timer);
    clearInterval(beat);
    stop();
  });
}
