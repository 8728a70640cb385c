import type { Content } from '../../domain/message.ts';
import type { Agent } from '../../domain/run.ts';
import type { Instant } from '../../domain/time.ts';
import { section } from './elements.ts';
import { clip, escape } from './escape.ts';
import { planMarkup, planPlain } from './plan-words.ts';
import { plainDate, slackDate } from './slack-date.ts';

/** One line of a run's thread: `14:15 @otto approved by ada`. Mentions only the agent it is for. */
export function runLine(line: string, at: Instant, to?: Agent): Content {
  const slackUserId = to?.slackUserId ?? null;
  const whom = slackUserId === null ? '' : `<@${escape(slackUserId)}> `;
  return {
    text: `${plainDate(at, 'minute')} ${whom}${escape(planPlain(line))}`,
    blocks: [section(`${slackDate(at, 'minute')} ${whom}${planMarkup(clip(line, 2500))}`)],
  };
}
