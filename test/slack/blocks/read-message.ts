import type { Block, Content } from '../../../src/domain/message.ts';
import { cellText, tableRows } from '../../../src/slack/blocks/fit-table.ts';

/** A message as a person sees it, one line a block or table row: a picture that a test can hold. */
export function readMessage({ text, blocks }: Content): string {
  return [`text: ${text}`, ...blocks.flatMap(readBlock)].join('\n');
}

export function readBlock(block: Block): readonly string[] {
  if (block.type === 'table')
    return tableRows(block).map((row) => `| ${row.map(cellText).join(' | ')} |`);
  if (block.type === 'actions') return [`[${buttonsOf(block).join('] [')}]`];
  if (block.type === 'plan') return [`(plan ${String(block['title'])})`];
  if (block.type === 'data_visualization') return [`(chart ${String(block['title'])})`];
  const mark = { header: '# ', context: '~ ' }[block.type] ?? '';
  const elements = block.type === 'context' ? block['elements'] : [block['text']];
  return [elements].flat().map((element) => `${mark}${cellText(element)}`);
}

function buttonsOf(block: Block): readonly string[] {
  const elements = block['elements'];
  if (!Array.isArray(elements)) return [];
  return elements.map((one: { text?: unknown; placeholder?: unknown }) =>
    one.placeholder === undefined ? cellText(one.text) : `${cellText(one.placeholder)} ▾`,
  );
}
