import { SECOND } from '../../domain/time.ts';
import type { ServerMessage, StepContext } from '../acting/operation.ts';

const percentMessage = 3211;
const pace = 3 * SECOND;

/**
 * Tells how far a long statement of the session has come: by what it says itself (`63 percent processed`), and by what
 * the server says of it to the reader, which also knows the time left. Ends with `work`.
 */
export async function followProgress<T>(
  { session, ports, progress }: Pick<StepContext, 'session' | 'ports' | 'progress'>,
  work: (onMessage: (message: ServerMessage) => void) => Promise<T>,
): Promise<T> {
  const at = { percent: 0, over: false };
  const onMessage = ({ number, text }: ServerMessage): void => {
    const said = number === percentMessage ? /^(\d+)/.exec(text)?.[1] : undefined;
    if (said === undefined) return;
    at.percent = Number(said);
    progress({ percent: at.percent, note: null, left: null });
  };
  const working = work(onMessage).finally(() => {
    at.over = true;
  });
  const ended = working.then(
    () => undefined,
    () => undefined,
  );
  for (;;) {
    await Promise.race([ended, ports.sleep(pace)]);
    if (at.over) break;
    const answer = await ports.facts.ask('request-progress', {
      session: { type: 'int', value: session?.sessionId ?? 0 },
    });
    const row = answer.ok ? answer.value[0] : undefined;
    if (row === undefined) continue;
    at.percent = Math.max(at.percent, Math.floor(Number(row['percent_complete'] ?? 0)));
    progress({ percent: at.percent, note: null, left: Number(row['left_ms'] ?? 0) || null });
  }
  return working;
}
