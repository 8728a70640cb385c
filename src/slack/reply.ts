import type { Logger } from '../domain/logger.ts';
import type { Content } from '../domain/message.ts';
import type { Duration } from '../domain/time.ts';
import { textOnly, withoutNewBlocks } from './without-new-blocks.ts';

/** Answers the one who asked, and nobody else. */
export interface Reply {
  /** Shows this, in place of what was shown before. The last allowed use is kept for `last`. */
  show(content: Content): Promise<void>;
  /** The final word; always goes out. */
  last(content: Content): Promise<void>;
  /** Shows `placeholder` if `work` takes longer than a moment. */
  meanwhile<T>(work: Promise<T>, placeholder: Content): Promise<T>;
}

export type Respond = (message: {
  readonly text: string;
  readonly blocks: object[];
  readonly response_type: 'ephemeral';
  readonly replace_original: boolean;
}) => Promise<unknown>;

export interface ReplyOptions {
  readonly respond: Respond;
  readonly finish: (content: Content) => Content;
  readonly logger: Logger;
  /** Replace the message whose button was clicked. */
  readonly replaceOriginal: boolean;
}

/** Slack takes five uses of a `response_url`; one first reply and three replacements leave one in hand. */
const USES = 4;
/** Shorter than this needs no "one moment". */
const MOMENT: Duration = 800;

/** One ephemeral message through `response_url`, replaced as the answer gets better. Never throws. */
export function createReply({ respond, finish, logger, replaceOriginal }: ReplyOptions): Reply {
  let uses = 0;
  let shown = replaceOriginal;
  let turn: Promise<void> = Promise.resolve();

  async function send(content: Content): Promise<void> {
    if (uses >= USES) return;
    const whole = finish(content);
    for (const form of [whole, finish(withoutNewBlocks(whole)), finish(textOnly(whole))]) {
      uses += 1;
      try {
        const { text, blocks } = form;
        const answer = await respond({
          text,
          blocks: [...blocks],
          response_type: 'ephemeral',
          replace_original: shown,
        });
        if (await isTaken(answer)) {
          shown = true;
          return;
        }
        logger.warn({ use: uses }, 'Slack did not take a reply to a person');
      } catch (error) {
        logger.warn({ err: error, use: uses }, 'A reply to a person did not get through');
        if (!isRefused(error)) return;
      }
      if (uses > USES) return;
    }
  }

  /** One after the other: a late first answer must not overwrite a better one. */
  function inTurn(content: Content): Promise<void> {
    turn = turn.then(() => send(content));
    return turn;
  }

  return {
    async show(content) {
      if (uses < USES - 1) await inTurn(content);
    },
    last: inTurn,
    async meanwhile(work, placeholder) {
      const timer = setTimeout(() => void inTurn(placeholder), MOMENT);
      try {
        return await work;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** Slack says "ok", or 200 with `{"ok": false}`. */
async function isTaken(answer: unknown): Promise<boolean> {
  if (!(answer instanceof Response)) return true;
  return !/"ok"\s*:\s*false/.test(await answer.text());
}

/** Slack answered and did not like it; a network failure would fail the same way again. */
function isRefused(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'statusCode' in error &&
    typeof error.statusCode === 'number' &&
    error.statusCode >= 400 &&
    error.statusCode < 500
  );
}
