import type { Block } from '../../domain/message.ts';
import { section } from './elements.ts';
import { escape } from './escape.ts';
import { cellText, tableRows } from './fit-table.ts';

/** More of a row than this is in the table only, which is a command away. */
const mostValues = 5;
const emptyCells = new Set(['', '–', 'none']);

/** A table as lines, each of which says what its values are; every other block as it is. */
export function untabled(block: Block): readonly Block[] {
  if (block.type !== 'table' && block.type !== 'data_table') return [block];
  const [head = [], ...rows] = tableRows(block).map((row) => row.map(cellText));
  // `depth (warning > 1,000)`: what it is suffices here.
  const titles = head.map((title) => title.replace(/ *\(.*\)$/, ''));
  // A mark of one sign leads, and the name after it is what the row is about.
  const named = rows.every(([first = '']) => first.length <= 2) ? 1 : 0;
  const lines = rows.map((row) => {
    const mark = row.slice(0, named).join('');
    const name = row[named] ?? '';
    const values = row.flatMap((cell, index) =>
      index <= named || emptyCells.has(cell) ? [] : [`${titles[index] ?? ''} ${cell}`.trim()],
    );
    const left = values.length - mostValues;
    const shown = [...values.slice(0, mostValues), ...(left > 0 ? [`and ${left} more`] : [])];
    const lead = [escape(mark), name === '' ? '' : `*${escape(name)}*`].filter(Boolean).join(' ');
    return [lead, escape(shown.join(' · '))].filter(Boolean).join('  ');
  });
  return lines.length === 0 ? [] : [section(lines.join('\n'))];
}
