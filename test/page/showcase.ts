import type { App, BlockAction, ViewSubmitAction } from '@slack/bolt';
import type { View } from '@slack/types';
import { plain } from '../sandbox/slack/harness.ts';

/** An app that shows every kind of block and element, for looking at how the page draws them. */

const option = (value: string) => ({ text: plain(value), value });

const form: View = {
  type: 'modal',
  callback_id: 'form',
  title: plain('Restore'),
  submit: plain('Ask for it'),
  close: plain('Leave'),
  blocks: [
    {
      type: 'input',
      block_id: 'reason',
      label: plain('Reason'),
      hint: plain('Everyone who approves reads it.'),
      element: { type: 'plain_text_input', action_id: 'text', multiline: true, min_length: 5 },
    },
    {
      type: 'input',
      block_id: 'database',
      label: plain('Database'),
      element: {
        type: 'static_select',
        action_id: 'choice',
        options: ['Hartonomous', 'Hartonomous_test'].map(option),
        initial_option: option('Hartonomous'),
      },
    },
    {
      type: 'input',
      block_id: 'what',
      optional: true,
      label: plain('Also'),
      element: {
        type: 'checkboxes',
        action_id: 'boxes',
        options: ['verify', 'resync'].map(option),
      },
    },
    {
      type: 'input',
      block_id: 'when',
      label: plain('Moment'),
      element: {
        type: 'datetimepicker',
        action_id: 'moment',
        initial_date_time: 1_767_225_600,
      },
    },
  ],
};

const step = (title: string, status: string) => ({
  type: 'task_card',
  task_id: title,
  title,
  status,
});
const cell = (text: string) => ({ type: 'raw_text', text });
const points = (...values: readonly number[]) =>
  values.map((value, index) => ({ label: `${8 + index}:00`, value }));

/** Blocks that Bolt's types do not all know yet. */
export const showcase: readonly object[] = [
  { type: 'header', text: plain('Every block') },
  {
    type: 'section',
    text: { type: 'mrkdwn', text: 'A *section* with a menu <@UVIEWER> <https://a.example|link>' },
    accessory: { type: 'overflow', action_id: 'menu', options: ['one', 'two'].map(option) },
  },
  {
    type: 'section',
    fields: ['*Risk*\ncritical', '*Loses*\n37 min'].map((text) => ({ type: 'mrkdwn', text })),
  },
  { type: 'divider' },
  {
    type: 'actions',
    elements: [
      { type: 'button', action_id: 'ask', text: plain('Restore…'), value: 'r', style: 'primary' },
      {
        type: 'button',
        action_id: 'drop',
        text: plain('Drop it'),
        value: 'd',
        style: 'danger',
        confirm: {
          title: plain('Really?'),
          text: plain('It will be gone.'),
          confirm: plain('Drop'),
          deny: plain('Keep'),
          style: 'danger',
        },
      },
      {
        type: 'static_select',
        action_id: 'pick',
        placeholder: plain('Choose a queue'),
        options: ['ActQueue', 'LearnQueue'].map(option),
      },
    ],
  },
  {
    type: 'plan',
    title: 'Restore Hartonomous',
    tasks: [
      step('Read back 11 backup sets', 'complete'),
      step('Restore full of 01:00, 63 %', 'in_progress'),
      step('Recover', 'pending'),
      step('Prove it', 'error'),
    ],
  },
  {
    type: 'data_visualization',
    title: 'Bars',
    chart: {
      type: 'bar',
      series: [
        { name: 'made', data: points(3, 5, 2) },
        { name: 'missed', data: points(0, 1, 0) },
      ],
      axis_config: { categories: ['8:00', '9:00', '10:00'], y_label: 'backups' },
    },
  },
  {
    type: 'data_visualization',
    title: 'Shares',
    chart: {
      type: 'pie',
      segments: [
        { label: 'data', value: 60 },
        { label: 'log', value: 25 },
        { label: 'free', value: 15 },
      ],
    },
  },
  {
    type: 'data_table',
    caption: 'Queues',
    page_size: 2,
    rows: [
      [cell('Queue'), cell('Waiting')],
      ...['A', 'B', 'C'].map((name, index) => [
        cell(name),
        { type: 'raw_number', value: index * 1000 },
      ]),
    ],
  },
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_list',
        style: 'ordered',
        elements: [
          {
            type: 'rich_text_section',
            elements: [{ type: 'text', text: 'first', style: { bold: true } }],
          },
          { type: 'rich_text_section', elements: [{ type: 'user', user_id: 'UADMIN' }] },
        ],
      },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'SELECT 1' }] },
    ],
  },
  {
    type: 'video',
    title: plain('What nobody draws'),
    alt_text: 'v',
    video_url: 'https://a.example/v',
    thumbnail_url: 'https://a.example/t',
  },
];

/** Says in the channel what was pressed, chosen and filled in. */
export function showcaseApp(app: App): void {
  const note = (text: string) => app.client.chat.postMessage({ channel: 'COPS', text });
  app.action<BlockAction>('ask', async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: form });
  });
  app.action<BlockAction>(/^(drop|pick|menu)$/, async ({ ack, action, body }) => {
    await ack();
    const chosen =
      'selected_option' in action && action.selected_option !== null
        ? action.selected_option.value
        : 'nothing';
    await note(`${body.user.id} pressed ${action.action_id}, chose ${chosen}`);
  });
  app.view<ViewSubmitAction>('form', async ({ ack, view }) => {
    const { values } = view.state;
    const reason = values['reason']?.['text']?.value ?? '';
    if (reason.includes('because')) {
      await ack({ response_action: 'errors', errors: { reason: 'Say why, not because.' } });
      return;
    }
    await ack();
    const boxes = values['what']?.['boxes']?.selected_options?.map(({ value }) => value) ?? [];
    await note(
      `submitted ${reason}, ${values['database']?.['choice']?.selected_option?.value}, ${boxes.join('+')}, ${values['when']?.['moment']?.selected_date_time}`,
    );
  });
}
