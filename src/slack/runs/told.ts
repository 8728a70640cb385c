import type { Acted } from '../../domain/acting.ts';
import type { Run } from '../../domain/run.ts';
import { runCardKey } from '../../domain/run-card-key.ts';
import { SECOND } from '../../domain/time.ts';
import { code } from '../blocks/escape.ts';
import type { Asked } from '../commands/command.ts';
import { refusePlainly } from './refuse-plainly.ts';

/** As long as a person watches for the message to be there. */
const PATIENCE = 5 * SECOND;

/** Says what came of an act: the refusal, or the words with a link to the run's message. */
export async function told(asked: Asked, acted: Acted, words: (run: Run) => string): Promise<void> {
  if ('rule' in acted) return await refusePlainly(asked, acted);
  await asked.confirm(`${words(acted)}${await cardLink(asked, acted.id)}`);
}

/** ` → R204` as a link to the run's message; empty while Slack does not have it. */
async function cardLink(asked: Asked, id: string): Promise<string> {
  const place = await asked.services.whereIs(runCardKey(id), PATIENCE);
  const url = place === null ? null : asked.view.link(place);
  return url === null ? ` Its message comes as run ${code(id)}.` : ` → <${url}|${id}>`;
}
