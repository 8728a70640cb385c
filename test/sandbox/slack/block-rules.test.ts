import { describe, expect, it, test } from 'vitest';
import { checkBlocks } from '../../../sandbox/slack/rules/block-rules.ts';
import { completeBlocks } from '../../../sandbox/slack/rules/complete-blocks.ts';
import {
  type FitCase,
  inActions,
  input,
  letters,
  many,
  mrkdwn,
  option,
  saidOf,
  section,
  select,
} from './block-samples.ts';
import { button, plain } from './harness.ts';

describe('what just fits and what does not', () => {
  const cases: readonly FitCase[] = [
    [
      '50 blocks a message',
      many(50, () => ({ type: 'divider' })),
      many(51, () => ({ type: 'divider' })),
      'no more than 50 items allowed',
    ],
    [
      '100 blocks a modal',
      many(100, () => ({ type: 'divider' })),
      many(101, () => ({ type: 'divider' })),
      'no more than 100 items allowed',
      'modal',
    ],
    [
      'a section of 3000',
      [section(letters(3000))],
      [section(letters(3001))],
      'must be less than 3001 characters',
    ],
    ['an empty section', [section('x')], [section('')], 'must be more than 0 characters'],
    [
      'ten fields',
      [{ type: 'section', fields: many(10, () => mrkdwn('f')) }],
      [{ type: 'section', fields: many(11, () => mrkdwn('f')) }],
      'no more than 10 items',
    ],
    [
      'fields of 2000',
      [{ type: 'section', fields: [mrkdwn(letters(2000))] }],
      [{ type: 'section', fields: [mrkdwn(letters(2001))] }],
      'less than 2001',
    ],
    [
      'a header of 150',
      [{ type: 'header', text: plain(letters(150)) }],
      [{ type: 'header', text: plain(letters(151)) }],
      'less than 151',
    ],
    [
      'a header in plain text',
      [{ type: 'header', text: plain('h') }],
      [{ type: 'header', text: mrkdwn('h') }],
      'must be one of: plain_text',
    ],
    [
      'ten in a context',
      [{ type: 'context', elements: many(10, () => mrkdwn('c')) }],
      [{ type: 'context', elements: many(11, () => mrkdwn('c')) }],
      'no more than 10',
    ],
    [
      '25 actions',
      [{ type: 'actions', elements: many(25, (n) => button(`a${n}`)) }],
      [{ type: 'actions', elements: many(26, (n) => button(`a${n}`)) }],
      'no more than 25',
    ],
    [
      'a button text of 75',
      [inActions({ ...button('a'), text: plain(letters(75)) })],
      [inActions({ ...button('a'), text: plain(letters(76)) })],
      'less than 76',
    ],
    [
      'a button value of 2000',
      [inActions(button('a', letters(2000)))],
      [inActions(button('a', letters(2001)))],
      'less than 2001',
    ],
    [
      'a button url of 3000',
      [inActions({ ...button('a'), url: letters(3000) })],
      [inActions({ ...button('a'), url: letters(3001) })],
      'less than 3001',
    ],
    [
      'an action_id of 255',
      [inActions(button(letters(255)))],
      [inActions(button(letters(256)))],
      'less than 256',
    ],
    [
      'a block_id of 255',
      [{ ...section('s'), block_id: letters(255) }],
      [{ ...section('s'), block_id: letters(256) }],
      'less than 256',
    ],
    [
      '100 options',
      [inActions(select({ options: many(100, (n) => option(`${n}`)) }))],
      [inActions(select({ options: many(101, (n) => option(`${n}`)) }))],
      'no more than 100',
    ],
    [
      'an option value of 150',
      [inActions(select({ options: [{ text: plain('o'), value: letters(150) }] }))],
      [inActions(select({ options: [{ text: plain('o'), value: letters(151) }] }))],
      'less than 151',
    ],
    [
      'an option text of 75',
      [inActions(select({ options: [{ text: plain(letters(75)), value: 'v' }] }))],
      [inActions(select({ options: [{ text: plain(letters(76)), value: 'v' }] }))],
      'less than 76',
    ],
    [
      'an initial option that is offered',
      [inActions(select({ options: [option('a')], initial_option: option('a') }))],
      [inActions(select({ options: [option('a')], initial_option: option('b') }))],
      'must match one of the options',
    ],
    [
      'a select with options',
      [inActions(select({ options: [option('a')] }))],
      [inActions(select({}))],
      'either options or option_groups',
    ],
    [
      'five in an overflow',
      [inActions({ type: 'overflow', action_id: 'o', options: many(5, (n) => option(`${n}`)) })],
      [inActions({ type: 'overflow', action_id: 'o', options: many(6, (n) => option(`${n}`)) })],
      'no more than 5',
    ],
    [
      'ten checkboxes',
      [inActions({ type: 'checkboxes', options: many(10, (n) => option(`${n}`)) })],
      [inActions({ type: 'checkboxes', options: many(11, (n) => option(`${n}`)) })],
      'no more than 10',
    ],
    [
      'a confirm text of 300',
      [inActions({ ...button('a'), confirm: { text: plain(letters(300)) } })],
      [inActions({ ...button('a'), confirm: { text: plain(letters(301)) } })],
      'less than 301',
    ],
    [
      'a confirm button of 30',
      [inActions({ ...button('a'), confirm: { text: plain('t'), deny: plain(letters(30)) } })],
      [inActions({ ...button('a'), confirm: { text: plain('t'), deny: plain(letters(31)) } })],
      'less than 31',
    ],
    [
      'a markdown block of 12,000',
      [{ type: 'markdown', text: letters(12_000) }],
      [{ type: 'markdown', text: letters(12_001) }],
      'less than 12001',
    ],
    [
      'markdown of 12,000 in all',
      [
        { type: 'markdown', text: letters(6000) },
        { type: 'markdown', text: letters(6000) },
      ],
      [
        { type: 'markdown', text: letters(6000) },
        { type: 'markdown', text: letters(6001) },
      ],
      'in total',
    ],
    [
      'an image with its words',
      [{ type: 'image', image_url: 'u', alt_text: 'a' }],
      [{ type: 'image', image_url: 'u' }],
      'missing required field: alt_text',
    ],
    [
      'an input label of 2000',
      [input({ type: 'plain_text_input' })],
      [{ ...input({ type: 'plain_text_input' }), label: plain(letters(2001)) }],
      'less than 2001',
      'modal',
    ],
    [
      'an input with an input in it',
      [input({ type: 'plain_text_input' })],
      [input(button('b'))],
      'unsupported element: button',
      'modal',
    ],
    [
      'dates as they are written',
      [inActions({ type: 'datepicker', initial_date: '2026-01-31' })],
      [inActions({ type: 'datepicker', initial_date: '31.1.2026' })],
      'YYYY-MM-DD',
    ],
    [
      'alerts in modals only',
      [section('s')],
      [{ type: 'alert', text: plain('a') }],
      'unsupported block: alert',
    ],
    [
      'known properties',
      [section('s')],
      [{ ...section('s'), colour: 'red' }],
      'invalid additional property: colour',
    ],
    [
      'known blocks',
      [{ type: 'divider' }],
      [{ type: 'constructor' }],
      'unsupported block: constructor',
    ],
    ['blocks with a type', [{ type: 'divider' }], [{}], 'missing required field: type'],
    [
      'block ids of their own',
      [
        { ...section('s'), block_id: 'a' },
        { ...section('s'), block_id: 'b' },
      ],
      [
        { ...section('s'), block_id: 'a' },
        { ...section('s'), block_id: 'a' },
      ],
      'already exists',
    ],
    [
      'action ids of their own in a block',
      [{ type: 'actions', elements: [button('a'), button('b')] }],
      [{ type: 'actions', elements: [button('a'), button('a')] }],
      'action_id "a" already exists',
    ],
  ];

  test.each(cases)('%s', (_, fits, not, said, surface) => {
    expect(saidOf(fits, surface)).toBe('');
    expect(saidOf(not, surface)).toContain(said);
  });
});

it('says where the fault is', () => {
  expect(checkBlocks([{ type: 'divider' }, section('')], 'message')).toEqual([
    { pointer: '/blocks/1/text/text', message: 'must be more than 0 characters' },
  ]);
});

it('takes a modal with everything on it', () => {
  const blocks = [
    { type: 'alert', level: 'warning', text: plain('Careful.') },
    input({ type: 'plain_text_input', action_id: 'a', multiline: true, max_length: 3000 }),
    input({ type: 'datetimepicker', action_id: 'b', initial_date_time: 1_767_225_600 }),
    input({
      type: 'radio_buttons',
      action_id: 'c',
      options: [option('one')],
      initial_option: option('one'),
    }),
    input({
      type: 'multi_users_select',
      action_id: 'd',
      initial_users: ['UVIEWER'],
      max_selected_items: 2,
    }),
    { type: 'context', elements: [{ type: 'image', image_url: 'u', alt_text: 'a' }, mrkdwn('c')] },
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [{ type: 'text', text: 't', style: { bold: true } }],
        },
      ],
    },
  ];
  expect(checkBlocks(blocks, 'modal')).toEqual([]);
});

it('gives ids to blocks and elements that have none, and leaves the others', () => {
  const [first, second] = completeBlocks([
    { type: 'actions', elements: [{ type: 'button', text: plain('b') }, button('mine')] },
    { type: 'divider', block_id: 'own' },
  ]);
  expect(first?.block_id).toMatch(/^.{10}$/);
  expect(first?.['elements']).toEqual([
    { type: 'button', text: plain('b'), action_id: expect.stringMatching(/^.{10}$/) },
    button('mine'),
  ]);
  expect(second?.block_id).toBe('own');
});
