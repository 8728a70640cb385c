import type { Block, Content } from '../domain/message.ts';
import { chartBlockText } from './blocks/chart.ts';
import { section } from './blocks/elements.ts';
import { escape } from './blocks/escape.ts';
import { cellText, tableRows } from './blocks/fit-table.ts';
import { progressText } from './blocks/run-progress.ts';

/** Blocks that every Slack of every plan has drawn for years. */
const old = new Set(['section', 'context', 'actions', 'header', 'divider', 'image', 'input']);
const LONGEST = 2900;

/**
 * The same message for a Slack that refuses newer blocks: tables, charts and plans become lines of text.
 */
export function withoutNewBlocks({ text, blocks }: Content): Content {
  const kept = blocks.flatMap((block) => (old.has(block.type) ? [block] : inText(block)));
  return { text, blocks: kept };
}

/** Only the text: for a Slack that refuses even that. */
export function textOnly({ text }: Content): Content {
  return { text, blocks: [section(text.slice(0, LONGEST))] };
}

function inText(block: Block): readonly Block[] {
  if (block.type === 'data_visualization') {
    const words = chartBlockText(block);
    return words === '' ? [] : [section(words)];
  }
  if (block.type === 'plan') return [section(progressText(block).slice(0, LONGEST))];
  const lines = tableRows(block).map((row) => escape(row.map(cellText).join(' · ')));
  if (lines.length === 0) return [];
  const kept: string[] = [];
  for (const line of lines) {
    if (kept.join('\n').length + line.length > LONGEST) break;
    kept.push(line);
  }
  const left = lines.length - kept.length;
  return [section([...kept, ...(left > 0 ? [`and ${left} more`] : [])].join('\n'))];
}
