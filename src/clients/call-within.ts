import { setTimeout as sleep } from 'node:timers/promises';
import type { Trouble } from '../domain/target.ts';
import { type Duration, SECOND } from '../domain/time.ts';
import { callProgram, type Ended } from './call-program.ts';

/** How programs are called in a container that goes on when the call is broken off. */
export interface Within {
  /** `docker exec graph`: what begins with these words runs there. */
  readonly exec: readonly string[];
  /** The words that follow, which end a program there by themselves. */
  readonly limit: readonly string[];
  readonly container: string;
  /** `docker` or `podman`, for people. */
  readonly runtime: string;
}

/** Exit code of `timeout` where it ended what it ran. */
const timedOut = 124;
/** Of `pkill` where nothing matches. */
const nothingLeft = 1;
/** So long after its time a program in the container is killed, where it does not end. */
const killAfter: Duration = 60 * SECOND;
/** So much longer we wait: the container's own limit has the first word. */
const grace: Duration = killAfter + 30 * SECOND;
/** How often we look whether it has ended, and from which look on it is killed. */
const looks = 60;
const patience = 30;

/** Coreutils' `timeout`, in the words that BusyBox knows too. */
export function timeLimit(timeout: Duration): readonly string[] {
  return ['timeout', '-k', `${killAfter / SECOND}`, `${Math.ceil(timeout / SECOND)}`];
}

/**
 * Calls a program; one in a container so that it ends there: at its time, and when it is broken off. Where the container
 * has not what that takes, the answer says that it goes on. What runs as a container of its own is called as it is.
 */
export async function callWithin(
  words: readonly string[],
  within: Within,
  timeout: Duration,
  signal?: AbortSignal,
): Promise<Ended> {
  const head = [...within.exec, ...within.limit];
  if (!head.every((word, index) => words[index] === word))
    return await callProgram(words, timeout, signal);
  const program = words.slice(head.length);
  const limited = await callProgram(words, timeout + grace, signal);
  const hasLimit = !lacksLimit(limited);
  const ended = hasLimit
    ? limited
    : await callProgram([...within.exec, ...program], timeout, signal);
  if (hasLimit && ended.kind === 'ended' && ended.code === timedOut)
    return trouble('timeout', `${program[0]} was ended after ${timeout / SECOND} s`);
  const isOpen = ended.kind === 'trouble' && isBrokenOff(ended.answer.trouble.kind);
  if (!isOpen) return ended;
  const { kind, detail } = ended.answer.trouble;
  const left = await endThere(within, markOf(program));
  return left === null ? ended : trouble(kind, `${detail}; ${left}`);
}

/** The runtime finds no `timeout` in the container: nothing has begun. */
function lacksLimit(ended: Ended): boolean {
  return (
    ended.kind === 'ended' &&
    (ended.code === 126 || ended.code === 127) &&
    ended.said.includes('timeout')
  );
}

function isBrokenOff(kind: string): boolean {
  return kind === 'timeout' || kind === 'cancelled';
}

/**
 * What tells this call from any other there: the directory that it writes or reads, as a pattern of `pkill` that does not
 * match where it is itself an argument.
 */
function markOf(program: readonly string[]): string {
  const path = program.find((word) => /^--(?:to|from)-path=/.test(word)) ?? program.join(' ');
  const rest = path.slice(3).replaceAll(/[^\w/=-]/g, String.raw`\$&`);
  return `[${path.charAt(2)}]${rest}`;
}

/** Null when nothing of it is left; else words on what goes on, and how to look. */
async function endThere(
  { exec, container, runtime }: Within,
  mark: string,
): Promise<string | null> {
  for (let look = 0; look < looks; look += 1) {
    const sign = look < patience ? '-TERM' : '-KILL';
    const asked = await callProgram([...exec, 'pkill', sign, '-f', '--', mark], 10 * SECOND);
    if (asked.kind === 'ended' && asked.code === nothingLeft) return null;
    if (asked.kind === 'trouble' || asked.code !== 0) break;
    await sleep(SECOND);
  }
  const name = runtime.split('/').at(-1) ?? runtime;
  return `it may go on in the container ${container}: \`${name} top ${container}\` shows it`;
}

function trouble(kind: Trouble['kind'], detail: string): Ended {
  const answer = { ok: false, trouble: { kind, detail, code: null } } as const;
  return { kind: 'trouble', answer };
}
