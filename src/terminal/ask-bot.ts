import { createConnection } from 'node:net';
import { z } from 'zod';
import { Fault } from '../domain/fault.ts';
import { linesOf } from './lines.ts';
import { proveOwner } from './prove-owner.ts';
import type { TerminalAnswer, TerminalQuestion } from './questions.ts';

const answerSchema = z.union([
  z.object({ kind: z.literal('answer'), value: z.unknown() }),
  z.object({
    kind: z.literal('refusal'),
    rule: z.string(),
    message: z.string(),
    hint: z.string(),
  }),
]);
const proveSchema = z.object({ prove: z.string() });
const youSchema = z.object({ you: z.string() });

/** A conversation with the running bot. */
export interface BotLine {
  ask(question: TerminalQuestion): Promise<TerminalAnswer>;
  close(): void;
}

/**
 * Connects to the running bot as the present user.
 *
 * @throws Fault `target-unreachable` when no bot answers there, `permission-denied` when it does not believe who we are
 */
export async function askBot(path: string): Promise<BotLine> {
  const socket = await connect(path);
  const lines = linesOf(socket);
  const { prove } = proveSchema.parse(await lines.next());
  const greeting = await proveOwner(prove, async () => {
    lines.send({ made: true });
    return await lines.next();
  });
  const refused = answerSchema.safeParse(greeting);
  if (refused.success && refused.data.kind === 'refusal')
    throw new Fault('permission-denied', refused.data.message, { hint: refused.data.hint });
  youSchema.parse(greeting);
  return {
    async ask(question) {
      lines.send(question);
      const answer = await lines.next();
      if (answer === undefined)
        throw new Fault('target-unreachable', 'The bot hung up before it answered.', {
          hint: 'It may be stopping. `hart runs` shows what is true once it is back.',
        });
      return answerSchema.parse(answer);
    },
    close: () => lines.end(),
  };
}

async function connect(path: string) {
  const socket = createConnection(path);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', (cause) =>
      reject(
        new Fault('target-unreachable', `No running bot answers on ${path}.`, {
          cause,
          hint: 'Run this on the machine of the bot, with its hart.yml, while it runs.',
        }),
      ),
    );
  });
  socket.on('error', () => socket.destroy());
  return socket;
}
