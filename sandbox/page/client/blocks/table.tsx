import { useState } from 'react';
import { isJson, jsonList, word } from '../../../slack/rules/shapes.ts';
import type { Json } from '../wire.ts';
import { withMarks } from './marks.tsx';
import { RichText } from './rich-text.tsx';

function Cell({ value }: { readonly value: Json | undefined }) {
  if (value === undefined) return null;
  if (value['type'] === 'rich_text') return <RichText value={value} />;
  if (value['type'] === 'raw_number') return word(value['text']) || String(value['value']);
  return withMarks(word(value['text']));
}

function rowsOf(block: Json): readonly (readonly Json[])[] {
  return Array.isArray(block['rows']) ? block['rows'].map(jsonList) : [];
}

interface Setting {
  readonly align: 'left' | 'center' | 'right';
  readonly wrap: boolean;
}

function settingsOf(block: Json): readonly Setting[] {
  const given: readonly unknown[] = Array.isArray(block['column_settings'])
    ? block['column_settings']
    : [];
  return given.map((setting) => {
    const align = isJson(setting) ? word(setting['align']) : '';
    return {
      align: align === 'center' || align === 'right' ? align : 'left',
      wrap: isJson(setting) && setting['is_wrapped'] === true,
    };
  });
}

function Rows({
  head,
  rows,
  settings,
}: {
  readonly head: readonly Json[];
  readonly rows: readonly (readonly Json[])[];
  readonly settings: readonly Setting[];
}) {
  const look = (column: number, cell: Json | undefined) => {
    const { align, wrap } = settings[column] ?? { align: 'left', wrap: false };
    const number = cell?.['type'] === 'raw_number' && settings[column] === undefined;
    return `to-${number ? 'right' : align}${wrap ? ' wraps' : ''}`;
  };
  return (
    <div className="table-frame" tabIndex={-1}>
      <table>
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th key={column} scope="col" className={look(column, rows[0]?.[column])}>
                <Cell value={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={column} className={look(column, cell)}>
                  <Cell value={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Slack's `table`: the first row names the columns. */
export function TableBlock({ block }: { readonly block: Json }) {
  const [head = [], ...rows] = rowsOf(block);
  return <Rows head={head} rows={rows} settings={settingsOf(block)} />;
}

/** Slack's `data_table`: with a caption, and turned page by page. */
export function DataTable({ block }: { readonly block: Json }) {
  const [page, setPage] = useState(0);
  const [head = [], ...rows] = rowsOf(block);
  const size = typeof block['page_size'] === 'number' ? block['page_size'] : rows.length || 1;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const at = Math.min(page, pages - 1);
  return (
    <figure className="data-table">
      <figcaption>{word(block['caption'])}</figcaption>
      <Rows head={head} rows={rows.slice(at * size, (at + 1) * size)} settings={[]} />
      {pages > 1 && (
        <p className="pages">
          <button
            type="button"
            className="button"
            disabled={at === 0}
            onClick={() => setPage(at - 1)}
          >
            Previous
          </button>
          <span>
            {at + 1} of {pages}
          </span>
          <button
            type="button"
            className="button"
            disabled={at === pages - 1}
            onClick={() => setPage(at + 1)}
          >
            Next
          </button>
        </p>
      )}
    </figure>
  );
}
