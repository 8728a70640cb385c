import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { HomeViewer } from '../domain/home.ts';
import type { Logger } from '../domain/logger.ts';
import { type Duration, HOUR, MINUTE, SECOND } from '../domain/time.ts';
import { fitView } from './blocks/block-limits.ts';
import { markSandboxBlocks } from './blocks/mark-sandbox.ts';
import { type HomeParts, homeViewOf } from './home-view.ts';
import { slackErrorName, toRetry } from './send-result.ts';

export interface HomeTools extends HomeParts {
  readonly client: WebClient;
  readonly logger: Logger;
  readonly pace?: HomePace;
}

export interface HomePace {
  /** What changes meanwhile is shown together. */
  readonly gather: Duration;
  /** Between two people's tabs: Slack takes about a hundred a minute, of all apps' calls of this kind. */
  readonly apart: Duration;
  /** Shown anew so often though nothing changed, since ages grow. */
  readonly renew: Duration;
  /** For whom it is kept fresh: who opened it not longer ago than this. */
  readonly lately: Duration;
}

const usualPace: HomePace = {
  gather: 5 * SECOND,
  apart: SECOND,
  renew: 5 * MINUTE,
  lately: 8 * HOUR,
};

/** The Home tabs of those who opened theirs lately. */
export interface HomeTabs {
  /** Begins to keep those fresh that were open before. */
  start(): Promise<void>;
  /** Someone opened theirs: shown at once. */
  opened(who: Pick<HomeViewer, 'teamId' | 'userId'>): Promise<void>;
  /** Something that they show has changed: shown soon, many changes at once. */
  changed(): void;
  stop(): void;
}

/** One view is published after the other, so that an older state never replaces a newer one. */
export function createHomeTabs(tools: HomeTools): HomeTabs {
  const { client, services, logger, now, pace = usualPace } = tools;
  const viewers = new Map<string, HomeViewer>();
  const hashes = new Map<string, string>();
  const stopping = new AbortController();
  let waiting = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let renewal: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();

  function inTurn(work: () => Promise<void>): Promise<void> {
    turn = turn.then(work).catch((error: unknown) => {
      logger.error({ err: error }, 'A Home tab was not put together');
    });
    return turn;
  }

  function changed(): void {
    if (stopping.signal.aborted) return;
    for (const { userId, openedAt } of viewers.values()) {
      if (now() - openedAt <= pace.lately) waiting.add(userId);
      else forget(userId);
    }
    if (waiting.size > 0) later(pace.gather);
  }

  function later(pause: Duration): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      void inTurn(showWaiting);
    }, pause).unref();
  }

  async function showWaiting(): Promise<void> {
    const all = [...waiting];
    waiting = new Set();
    for (const [index, userId] of all.entries()) {
      const viewer = viewers.get(userId);
      if (viewer === undefined) continue;
      const pause = await show(viewer);
      if (pause !== null) {
        // Slack wants less: those left wait with the ones to come.
        for (const left of all.slice(index)) waiting.add(left);
        return later(pause);
      }
      await sleep(pace.apart, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
      if (stopping.signal.aborted) return;
    }
  }

  /** Null: done, or not to be tried again; else how long Slack wants us to wait. */
  async function show(viewer: HomeViewer): Promise<Duration | null> {
    const { open, blocks } = await homeViewOf(viewer, tools);
    const fitted = fitView(blocks);
    const view = {
      type: 'home',
      blocks: services.facts.sandbox ? markSandboxBlocks(fitted) : fitted,
    };
    const pause = await publish(viewer.userId, view);
    if (!open) forget(viewer.userId);
    return pause;
  }

  async function publish(userId: string, view: object): Promise<Duration | null> {
    const hash = hashes.get(userId);
    try {
      const answer = await client.apiCall('views.publish', {
        user_id: userId,
        view,
        ...(hash === undefined ? {} : { hash }),
      });
      hashes.set(userId, hashOf(answer));
      return null;
    } catch (error) {
      const name = slackErrorName(error);
      hashes.delete(userId);
      // Someone else wrote it since, as another process of this bot did before: what is known now is newer.
      if (name === 'hash_conflict' && hash !== undefined) return await publish(userId, view);
      logger.warn({ error: name, user: userId }, 'A Home tab was not published');
      return toRetry(error)?.after ?? null;
    }
  }

  function forget(userId: string): void {
    viewers.delete(userId);
    hashes.delete(userId);
    waiting.delete(userId);
  }

  return {
    async start() {
      for (const viewer of await services.homeViewers()) viewers.set(viewer.userId, viewer);
      renewal = setInterval(changed, pace.renew).unref();
      changed();
    },
    async opened(who) {
      const viewer = { ...who, openedAt: now() };
      viewers.set(viewer.userId, viewer);
      await inTurn(async () => {
        const pause = await show(viewer);
        if (pause === null) return;
        waiting.add(viewer.userId);
        later(pause);
      });
      // Who may not see it is not remembered.
      if (viewers.has(viewer.userId)) await services.homeOpened(viewer);
    },
    changed,
    stop() {
      stopping.abort();
      clearTimeout(timer);
      clearInterval(renewal);
    },
  };
}

function hashOf(answer: object): string {
  const view = 'view' in answer ? answer.view : null;
  if (typeof view !== 'object' || view === null || !('hash' in view)) return '';
  return String(view.hash);
}
