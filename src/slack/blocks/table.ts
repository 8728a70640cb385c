import type { Block } from '../../domain/message.ts';
import { tame } from './escape.ts';

/** What stands in a cell: text as it is, or with a look. */
export type Cell =
  | string
  | { readonly text: string; readonly look: 'bold' | 'code' }
  | { readonly text: string; readonly url: string | null };

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'center' | 'right';
  /** Long texts may take several lines. */
  readonly wrap?: boolean;
}

/**
 * Slack's own `table` block: the first row names the columns. Cells are not parsed by Slack, so nothing in them can
 * mention or link; an empty one is `–`. Slack takes one table a message.
 */
export function table(columns: readonly Column[], rows: readonly (readonly Cell[])[]): Block {
  const titles = columns.map(({ title }) => ({ text: title, look: 'bold' as const }));
  return {
    type: 'table',
    column_settings: columns.map(({ align = 'left', wrap = false }) => ({
      align,
      is_wrapped: wrap,
    })),
    rows: [titles, ...rows].map((row) => columns.map((_, index) => toCell(row[index] ?? ''))),
  };
}

function toCell(cell: Cell): object {
  const shown = tame(typeof cell === 'string' ? cell : cell.text).trim();
  if (shown === '') return { type: 'raw_text', text: '–' };
  const element = styled(cell, shown);
  if (element === null) return { type: 'raw_text', text: shown };
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [element] }] };
}

function styled(cell: Cell, text: string): object | null {
  if (typeof cell === 'string') return null;
  if ('look' in cell) return { type: 'text', text, style: { [cell.look]: true } };
  return cell.url === null ? null : { type: 'link', url: cell.url, text };
}
