import type { Block } from '../../domain/message.ts';
import { clip } from './escape.ts';

/** What Slack takes in a `table` block, header row included. */
const tableLimits = { rows: 100, columns: 20, cell: 2000, all: 10_000 } as const;

type Cell = Readonly<Record<string, unknown>>;

/** The rows of a table block, the header first; empty for anything else. */
export function tableRows(block: Block): readonly (readonly Cell[])[] {
  const rows = block['rows'];
  if (block.type !== 'table' || !Array.isArray(rows)) return [];
  return rows.filter((row): row is Cell[] => Array.isArray(row));
}

/** The table within Slack's limits, and at most `rowLimit` rows; says how many rows it left out. */
export function fitTable(block: Block, rowLimit: number = tableLimits.rows): Block {
  const rows = tableRows(block).map((row) => row.slice(0, tableLimits.columns).map(fitCell));
  const settings = block['column_settings'];
  const fitted = { ...block };
  if (Array.isArray(settings)) fitted['column_settings'] = settings.slice(0, tableLimits.columns);
  let count = Math.min(rows.length, rowLimit);
  for (;;) {
    const kept = withNote(rows, count);
    if (count <= 1 || textLength(kept) <= tableLimits.all) return { ...fitted, rows: kept };
    count -= 1;
  }
}

/** The first `count` rows; the last of them gives way to "and n more" when rows are left out. */
function withNote(rows: readonly (readonly Cell[])[], count: number): readonly (readonly Cell[])[] {
  if (count >= rows.length) return rows;
  const kept = rows.slice(0, Math.max(1, count - 1));
  const left = rows.length - kept.length;
  const width = rows[0]?.length ?? 1;
  const note = Array.from({ length: width }, (_, index) => ({
    type: 'raw_text',
    text: index === 0 ? `and ${left} more` : '–',
  }));
  return [...kept, note];
}

function fitCell(cell: Cell): Cell {
  if (cell['type'] === 'rich_text') {
    const text = cellText(cell);
    if (text === '') return { type: 'raw_text', text: '–' };
    return text.length <= tableLimits.cell
      ? cell
      : { type: 'raw_text', text: clip(text, tableLimits.cell) };
  }
  const text = cell['text'];
  const shown = typeof text === 'string' && text.trim() !== '' ? text : '–';
  return { ...cell, text: clip(shown, tableLimits.cell) };
}

/** What a reader sees of a cell. */
export function cellText(cell: unknown): string {
  if (Array.isArray(cell)) return cell.map(cellText).join('');
  if (typeof cell !== 'object' || cell === null) return '';
  if ('text' in cell && typeof cell.text === 'string') return cell.text;
  return 'elements' in cell ? cellText(cell.elements) : '';
}

function textLength(rows: readonly (readonly Cell[])[]): number {
  return rows.flat().reduce((sum, cell) => sum + cellText(cell).length, 0);
}
