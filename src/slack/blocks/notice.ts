import type { Content } from '../../domain/message.ts';
import { section } from './elements.ts';

/** One sentence that needs nothing else. The caller escapes what it quotes. */
export function notice(markup: string): Content {
  return { text: markup, blocks: [section(markup)] };
}
