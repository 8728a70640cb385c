import type { Reply, Request } from '../../tds/backend.ts';
import type { Session } from './engine-types.ts';

const useStatement = /^\s*use\s+(?:\[([^\]]+)\]|"([^"]+)"|([\w$#@]+))\s*;?\s*$/i;
/** What drivers send when they connect, and before statements: no effect on a SELECT here. */
const settings = /^\s*(?:set\s+[\w\s]+?(?:\s+(?:on|off|[-\d]+|[a-z_ ]+))\s*;?\s*)+$/i;

/**
 * Runs the text of a request through the engine and answers it: SELECTs, `USE database`, and the SET statements that
 * drivers send at connect.
 */
export async function runSelect(
  request: Request,
  session: Session,
  reply: Reply,
  signal?: AbortSignal,
): Promise<void> {
  signal?.addEventListener('abort', () => session.interrupt(), { once: true });
  const { text, params } = request;
  const use = useStatement.exec(text);
  if (use) {
    const before = session.database;
    await session.use(use[1] ?? use[2] ?? use[3] ?? '');
    reply.databaseChanged(before, session.database);
    reply.done();
    return;
  }
  if (settings.test(text)) {
    reply.done();
    return;
  }
  for (const { columns, rows } of await session.query(text, params)) {
    reply.columns(columns);
    reply.rows(rows);
    reply.done(rows.length);
  }
}
