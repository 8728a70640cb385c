import type { Refusal } from '../../domain/authority.ts';
import { planMarkup } from '../blocks/plan-words.ts';
import type { Asked } from '../commands/command.ts';

/** A refusal by an operation: its words are plain as a plan's are, and quote names from the server. */
export async function refusePlainly({ refuse }: Asked, refusal: Refusal): Promise<void> {
  const { message, hint } = refusal;
  await refuse({ ...refusal, message: planMarkup(message), hint: planMarkup(hint) });
}
