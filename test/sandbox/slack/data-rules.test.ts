import { describe, expect, test } from 'vitest';
import {
  card,
  type FitCase,
  letters,
  line,
  many,
  raw,
  saidOf,
  section,
  table,
} from './block-samples.ts';

describe('tables, charts and plans', () => {
  const cases: readonly FitCase[] = [
    [
      'a table of 100 rows',
      [table(many(100, () => [raw('c')]))],
      [table(many(101, () => [raw('c')]))],
      'no more than 100',
    ],
    [
      'a table of 20 columns',
      [table([many(20, () => raw('c'))])],
      [table([many(21, () => raw('c'))])],
      'no more than 20',
    ],
    ['cells that say something', [table([[raw('c')]])], [table([[raw('')]])], 'more than 0'],
    [
      'a table of 10,000 characters',
      [table(many(5, () => [raw(letters(2000))]))],
      [table([...many(5, () => [raw(letters(2000))]), [raw('x')]])],
      'in total',
    ],
    [
      'one table a message',
      [table([[raw('c')]])],
      [table([[raw('c')]]), table([[raw('c')]])],
      'only_one_table_allowed',
    ],
    [
      'tables in messages only',
      [section('s')],
      [table([[raw('c')]])],
      'unsupported block: table',
      'modal',
    ],
    [
      'a data table with a caption',
      [{ type: 'data_table', caption: 'c', rows: [[raw('h')], [raw('c')]] }],
      [{ type: 'data_table', rows: [[raw('h')], [raw('c')]] }],
      'missing required field: caption',
    ],
    [
      'a data table of two rows',
      [{ type: 'data_table', caption: 'c', rows: [[raw('h')], [raw('c')]] }],
      [{ type: 'data_table', caption: 'c', rows: [[raw('h')]] }],
      'no fewer than 2',
    ],
    [
      'a data table of 101 rows',
      [{ type: 'data_table', caption: 'c', rows: many(101, () => [raw('c')]) }],
      [{ type: 'data_table', caption: 'c', rows: many(102, () => [raw('c')]) }],
      'no more than 101',
    ],
    [
      'even rows',
      [{ type: 'data_table', caption: 'c', rows: [[raw('h')], [raw('c')]] }],
      [{ type: 'data_table', caption: 'c', rows: [[raw('h')], [raw('c'), raw('d')]] }],
      'same number of cells',
    ],
    ['a chart', [line({})], [{ ...line({}), title: letters(51) }], 'less than 51'],
    [
      'a chart whose labels are its categories',
      [line({})],
      [line({ axis_config: { categories: ['11:00'] } })],
      'labels must match',
    ],
    [
      'a chart of finite numbers',
      [line({})],
      [line({ series: [{ name: 'q', data: [{ label: '10:00', value: null }] }] })],
      'must be a number',
    ],
    ['two charts', [line({}), line({})], [line({}), line({}), line({})], 'no more than 2'],
    [
      'six slices',
      [
        {
          type: 'data_visualization',
          title: 't',
          chart: { type: 'pie', segments: many(6, (n) => ({ label: `${n}`, value: 1 })) },
        },
      ],
      [
        {
          type: 'data_visualization',
          title: 't',
          chart: { type: 'pie', segments: many(7, (n) => ({ label: `${n}`, value: 1 })) },
        },
      ],
      'no more than 6',
    ],
    [
      'a plan of cards',
      [{ type: 'plan', title: 'p', tasks: [card('complete')] }],
      [{ type: 'plan', title: 'p', tasks: [card('completed')] }],
      'must be one of: pending, in_progress, complete, error',
    ],
    [
      'a plan or bare cards',
      [card('pending')],
      [{ type: 'plan', title: 'p', tasks: [] }, card('pending')],
      'beside bare task cards',
    ],
  ];
  test.each(cases)('%s', (_, fits, not, said, surface) => {
    expect(saidOf(fits, surface)).toBe('');
    expect(saidOf(not, surface)).toContain(said);
  });
});
