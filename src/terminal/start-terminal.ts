import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { Fault } from '../domain/fault.ts';
import type { Logger } from '../domain/logger.ts';
import { type Duration, SECOND } from '../domain/time.ts';
import type { OsUser } from '../operations/authorise.ts';
import { answerQuestion, type TerminalServices } from './answer-question.ts';
import { linesOf } from './lines.ts';
import { askForProof, prepareDropBox } from './prove-owner.ts';
import { questionSchema } from './questions.ts';

/** The running bot's ear for the command line. */
export interface TerminalServer {
  close(): Promise<void>;
}

export interface TerminalOptions {
  /** Of the unix socket; beside it lies the directory in which users prove who they are. */
  readonly path: string;
  readonly services: TerminalServices;
  /** The name of a user of this machine; null: there is none. */
  readonly userName: (uid: number) => Promise<string | null>;
  /** The user as whom the bot runs. */
  readonly ownUid: number;
  readonly log: Logger;
  /** How long a connection may be silent. */
  readonly patience?: Duration;
}

/**
 * Listens on a unix socket: everyone may connect, and who they are decides (safety rule S45).
 *
 * @throws Fault `internal` when another process listens there already, or the directory cannot be used
 */
export async function startTerminal(options: TerminalOptions): Promise<TerminalServer> {
  const { path, log } = options;
  const proofs = `${path}.who`;
  await makeWay(path);
  prepareDropBox(proofs);
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setTimeout(options.patience ?? 60 * SECOND, () => socket.destroy());
    converse(socket, proofs, options).catch((error: unknown) => {
      log.warn({ err: error }, 'A question from the command line could not be read');
      socket.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new Fault('internal', `The socket ${path} cannot be used.`, {
          cause,
          hint: 'Look at `terminal.socket` in hart.yml and the rights of its directory.',
        }),
      ),
    );
    server.listen({ path, writableAll: true, readableAll: true }, resolve);
  });
  log.info({ socket: path }, 'The command line is answered');
  return {
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      rmSync(proofs, { recursive: true, force: true });
    },
  };
}

async function converse(socket: Socket, proofs: string, options: TerminalOptions): Promise<void> {
  const lines = linesOf(socket);
  const proof = askForProof(proofs);
  lines.send({ prove: proof.path });
  if ((await lines.next()) === undefined) return;
  const uid = await proof.check();
  const name = uid === null ? null : await options.userName(uid);
  if (uid === null || name === null) {
    lines.send({
      kind: 'refusal',
      rule: 'unproven',
      message: 'hart could not see which user you are.',
      hint: `The command makes a directory in ${proofs} to show it: check that it may.`,
    });
    return lines.end();
  }
  const os: OsUser = { uid, name, isService: uid === options.ownUid };
  lines.send({ you: name });
  for (;;) {
    const asked = await lines.next();
    if (asked === undefined) return;
    lines.send(await answer(os, asked, options));
  }
}

async function answer(os: OsUser, asked: unknown, { services, log }: TerminalOptions) {
  const question = questionSchema.safeParse(asked);
  if (!question.success) {
    const [issue] = question.error.issues;
    return {
      kind: 'refusal',
      rule: 'not-understood',
      message: `hart does not understand that: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`,
      hint: 'The command line and the running bot must be of one version.',
    };
  }
  try {
    return await answerQuestion(os, question.data, services);
  } catch (error) {
    log.error({ err: error, ask: question.data.ask }, 'A question from the command line failed');
    return {
      kind: 'refusal',
      rule: 'fault',
      message: 'Something broke inside hart; what it was stands in its log.',
      hint: '`hart runs` shows what is true.',
    };
  }
}

/** A socket file stays behind when a process dies: it goes if nobody listens any more. */
async function makeWay(path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  if (!existsSync(path)) return;
  const alive = await new Promise<boolean>((resolve) => {
    const probe = createConnection(path);
    probe.on('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.on('error', () => resolve(false));
  });
  if (alive)
    throw new Fault('internal', `Another process answers on ${path}.`, {
      hint: 'Two bots must not share a socket: stop one, or set `terminal.socket` in its hart.yml.',
    });
  rmSync(path);
}
