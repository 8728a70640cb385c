import type { Content } from '../../../src/domain/message.ts';
import { cellText, tableRows } from '../../../src/slack/blocks/fit-table.ts';

/** Every limit of Slack's that this message breaks; written anew here, not taken from what is tested. */
export function brokenLimits({ text, blocks }: Content): readonly string[] {
  const broken: string[] = [];
  const check = (fine: boolean, what: string): void => {
    if (!fine) broken.push(what);
  };
  check(text.length > 0 && text.length <= 4000, 'text');
  check(blocks.length <= 50, 'blocks');
  check(JSON.stringify(blocks).length <= 12_000, 'characters');
  check(blocks.filter(({ type }) => type === 'table').length <= 1, 'one table');
  for (const block of blocks) {
    const words = cellText(block['text']);
    const elements = Array.isArray(block['elements']) ? block['elements'] : [];
    if (block.type === 'section') check(words.length > 0 && words.length <= 3000, 'section');
    if (block.type === 'header') check(words.length > 0 && words.length <= 150, 'header');
    if (block.type === 'context') check(elements.length > 0 && elements.length <= 10, 'context');
    if (block.type === 'actions') {
      check(elements.length > 0 && elements.length <= 25, 'actions');
      for (const { text: label, placeholder, value, options = [] } of elements) {
        const shown = cellText(label ?? placeholder);
        check(shown.length > 0 && shown.length <= 75, 'label');
        check(String(value).length <= 2000, 'value');
        check(options.length <= 100, 'options');
        for (const option of options) {
          check(cellText(option.text).length <= 75, 'option');
          check(option.value.length <= 150, 'option value');
        }
      }
    }
    const rows = tableRows(block);
    if (block.type === 'table') check(rows.length >= 1 && rows.length <= 100, 'rows');
    for (const cell of rows.flat()) {
      check(cellText(cell).length > 0 && cellText(cell).length <= 2000, 'cell');
    }
    check(
      rows.every((row) => row.length <= 20),
      'columns',
    );
    check(rows.flat().map(cellText).join('').length <= 10_000, 'table characters');
  }
  return broken;
}
