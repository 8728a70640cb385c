import { checkBlocks, type Surface } from '../../../sandbox/slack/rules/block-rules.ts';
import { plain } from './harness.ts';

export const many = <T>(count: number, item: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => item(index));
export const letters = (count: number) => 'x'.repeat(count);
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
export const section = (text: string) => ({ type: 'section', text: mrkdwn(text) });
export const option = (value: string) => ({ text: plain(value), value });
export const inActions = (element: object) => ({ type: 'actions', elements: [element] });
export const select = (extra: object) => ({
  type: 'static_select',
  action_id: 'a',
  placeholder: plain('p'),
  ...extra,
});
export const input = (element: object) => ({ type: 'input', label: plain('l'), element });
export const raw = (text: string) => ({ type: 'raw_text', text });
export const table = (rows: object[][]) => ({ type: 'table', rows });
export const line = (extra: object) => ({
  type: 'data_visualization',
  title: 'Depth',
  chart: {
    type: 'line',
    series: [{ name: 'ActQueue', data: [{ label: '10:00', value: 1 }] }],
    axis_config: { categories: ['10:00'] },
    ...extra,
  },
});
export const card = (status: string) => ({
  type: 'task_card',
  task_id: 't1',
  title: 'Back up',
  status,
});

/** What just fits, and what does not any more with a part of what is said of it. */
export type FitCase = [
  name: string,
  fits: object[],
  not: object[],
  said: string,
  surface?: Surface,
];

/** All that Slack says of these blocks, a line each. */
export function saidOf(blocks: object[], surface: Surface = 'message'): string {
  const faults = checkBlocks(blocks, surface);
  return faults.map(({ message }) => message).join('\n');
}
