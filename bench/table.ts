import type { BenchRow } from './row.ts';

const heads = ['', 'value', 'beside', 'ratio', 'aim', 'met'] as const;

/** A bench's figures as text: columns of equal width, notes below the row they belong to. */
export function table(title: string, rows: readonly BenchRow[]): string {
  const cells = rows.map(cellsOf);
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd();
  const lines = rows.flatMap((row, index) => [
    line(cells[index] ?? []),
    ...row.notes.map((note) => `      ${note}`),
  ]);
  return `${[title, line(heads), ...lines].join('\n')}\n`;
}

function cellsOf(row: BenchRow): readonly string[] {
  const { what, value, unit, beside, besideWhat, ratio, aim, met } = row;
  return [
    what,
    amount(value, unit),
    beside === null ? '' : `${amount(beside, unit)} (${besideWhat})`,
    ratio === null ? '' : `${ratio.toFixed(2)} ×`,
    aim ?? '',
    wordOf(met),
  ];
}

function wordOf(met: boolean | null): string {
  if (met === null) return '';
  return met ? 'yes' : 'NO';
}

/** Three digits are all that such figures are good for. */
function amount(value: number, unit: string): string {
  const size = Math.abs(value);
  const fewest = size < 10 ? 2 : 1;
  const digits = size >= 100 || Number.isInteger(value) ? 0 : fewest;
  const text = value.toLocaleString('en', {
    maximumFractionDigits: digits,
    minimumFractionDigits: digits,
  });
  return `${text} ${unit}`.trim();
}
