import type { Json } from '../types.ts';
import {
  anything,
  type BlockFault,
  boolean,
  byType,
  isJson,
  jsonList,
  list,
  number,
  object,
  oneOf,
  type Shape,
  string,
  word,
} from './shapes.ts';
import { blockId, richText } from './text-rules.ts';

/** Tables, charts, plans: the blocks that carry data. Where sources differ, the lower number holds. */

const cell = byType(
  {
    raw_text: object({ type: anything, text: string(2000, 1) }),
    raw_number: object(
      { type: anything, value: number(-Number.MAX_VALUE, Number.MAX_VALUE) },
      { text: string(2000) },
    ),
    rich_text: richText,
  },
  'table cell',
);
const headerCell = byType(
  { raw_text: object({ type: anything, text: string(2000, 1) }) },
  'header cell',
);

/** All cell texts of a table together. */
const tableCharacters = 10_000;
const dataTableCharacters = 20_000;

function cellTexts(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, entry) => sum + cellTexts(entry), 0);
  if (!isJson(value)) return 0;
  const own = value['type'] === 'raw_number' ? String(value['value']) : value['text'];
  return (typeof own === 'string' ? own.length : 0) + cellTexts(value['elements']);
}

function rowsAreEven(value: Json, pointer: string): readonly BlockFault[] {
  const lengths = [value['rows']].flat().map((row) => [row].flat().length);
  const uneven = lengths.findIndex((length) => length !== lengths[0]);
  return uneven === -1
    ? []
    : [
        {
          pointer: `${pointer}/rows/${uneven}`,
          message: 'every row must have the same number of cells',
        },
      ];
}

function fits(max: number) {
  return (value: Json, pointer: string): readonly BlockFault[] =>
    cellTexts(value['rows']) > max
      ? [{ pointer, message: `cells must be less than ${max + 1} characters in total` }]
      : rowsAreEven(value, pointer);
}

const columnSetting: Shape = (value, pointer) =>
  value === null
    ? []
    : object({}, { align: oneOf('left', 'center', 'right'), is_wrapped: boolean })(value, pointer);

export const table = object(
  { type: anything, rows: list(list(cell, 1, 20), 1, 100) },
  { block_id: blockId, column_settings: list(columnSetting, 0, 20) },
  fits(tableCharacters),
);

export const dataTable = object(
  { type: anything, caption: string(255, 1), rows: list(list(cell, 1, 20), 2, 101) },
  { block_id: blockId, page_size: number(1, 100), row_header_column_index: number(0, 19) },
  (value, pointer) => {
    const [header]: readonly unknown[] = [value['rows']].flat();
    const wrong = list(headerCell, 1, 20)(header, `${pointer}/rows/0`);
    return wrong.length > 0 ? wrong : fits(dataTableCharacters)(value, pointer);
  },
);

const label = string(20, 1);
const finite = number(-Number.MAX_VALUE, Number.MAX_VALUE);
const point = object({ label, value: finite });
const series = object({ name: label, data: list(point, 1, 20) });
const axes = object(
  { categories: list(label, 1, 20) },
  { x_label: string(50), y_label: string(50) },
);

function seriesFitAxes(value: Json, pointer: string): readonly BlockFault[] {
  const axis = value['axis_config'];
  const categories = [isJson(axis) ? axis['categories'] : []].flat();
  const wanted = categories.map(word).toSorted().join('\n');
  const all = jsonList(value['series']);
  const faults = all.flatMap(({ data }, index) =>
    jsonList(data)
      .map((each) => word(each['label']))
      .toSorted()
      .join('\n') === wanted
      ? []
      : [
          {
            pointer: `${pointer}/series/${index}/data`,
            message: 'labels must match the axis categories',
          },
        ],
  );
  const names = new Set(all.map(({ name }) => word(name)));
  return names.size === all.length
    ? faults
    : [...faults, { pointer: `${pointer}/series`, message: 'names must be unique' }];
}

const xyChart = object(
  { type: anything, series: list(series, 1, 6), axis_config: axes },
  {},
  seriesFitAxes,
);
const segment = object({ label, value: number(0, Number.MAX_VALUE) });
const chart = byType(
  {
    line: xyChart,
    bar: xyChart,
    area: xyChart,
    pie: object({ type: anything, segments: list(segment, 1, 6) }),
  },
  'chart',
);

export const dataVisualization = object(
  { type: anything, title: string(50, 1), chart },
  { block_id: blockId },
);

const source = object(
  { type: oneOf('url'), url: string(3000, 1), text: string(255, 1) },
  { icon_url: string(3000) },
);

export const taskCard = object(
  {
    type: oneOf('task_card'),
    task_id: string(255, 1),
    title: string(255, 1),
    status: oneOf('pending', 'in_progress', 'complete', 'error'),
  },
  { block_id: blockId, details: richText, output: richText, sources: list(source, 0, 20) },
);

export const plan = object(
  { type: anything, title: string(255, 1) },
  { block_id: blockId, plan_id: string(255), tasks: list(taskCard, 0, 50) },
);
