import { describe, expect, it } from 'vitest';
import { configText } from '../../sandbox/config-text.ts';
import {
  axisTicks,
  chartNumber,
  shownLabels,
} from '../../sandbox/page/client/blocks/chart-scale.ts';
import { type Part, parseMrkdwn } from '../../sandbox/page/client/blocks/mrkdwn-parts.ts';
import { formatSlackDate } from '../../sandbox/page/client/blocks/slack-date.ts';
import { paceWords } from '../../sandbox/page/client/pace.ts';
import { readPlace, writePlace } from '../../sandbox/page/client/place.ts';
import { commandHints, matchingHints } from '../../sandbox/page/client/slack/commands.ts';
import { whoIsNext } from '../../sandbox/page/client/slack/who-is-next.ts';
import type { Message } from '../../sandbox/page/client/wire.ts';
import { groupOf } from '../../sandbox/page/client/world/fault-groups.ts';
import { users } from '../../sandbox/slack/people.ts';
import { faultCatalogue } from '../../sandbox/world/fault-catalogue.ts';

const text = (words: string): Part => ({ kind: 'text', text: words });

describe("Slack's markup", () => {
  it.for<[markup: string, parts: readonly Part[]]>([
    ['plain words', [text('plain words')]],
    ['a &lt;b&gt; &amp; c', [text('a <b> & c')]],
    ['&amp;lt;', [text('&lt;')]],
    [
      '*bold* and _it_',
      [
        { kind: 'bold', parts: [text('bold')] },
        text(' and '),
        { kind: 'italic', parts: [text('it')] },
      ],
    ],
    [
      '*bold with `code` in it*',
      [
        {
          kind: 'bold',
          parts: [text('bold with '), { kind: 'code', text: 'code' }, text(' in it')],
        },
      ],
    ],
    ['snake_case_name and 2*3*4', [text('snake_case_name and 2*3*4')]],
    ['* not bold *', [text('* not bold *')]],
    ['`*as it is* <@U1>`', [{ kind: 'code', text: '*as it is* <@U1>' }]],
    ['```\nSELECT 1\nFROM x\n```', [{ kind: 'pre', text: 'SELECT 1\nFROM x' }]],
    ['~old~', [{ kind: 'strike', parts: [text('old')] }]],
    ['one\ntwo', [text('one'), { kind: 'break' }, text('two')]],
    ['&gt; said\nafter', [{ kind: 'quote', parts: [text('said')] }, text('after')]],
    [
      '<https://a.example/?x=1&amp;y=2|the page>',
      [{ kind: 'link', url: 'https://a.example/?x=1&y=2', label: 'the page' }],
    ],
    [
      '<https://a.example>',
      [{ kind: 'link', url: 'https://a.example', label: 'https://a.example' }],
    ],
    [
      '<@U1> <#C1> <!subteam^S1|@dba> <!here>',
      [
        { kind: 'user', id: 'U1', label: '' },
        text(' '),
        { kind: 'channel', id: 'C1', label: '' },
        text(' '),
        { kind: 'group', id: 'S1', label: '@dba' },
        text(' '),
        { kind: 'range', id: 'here', label: '' },
      ],
    ],
    [
      '<!date^1795431895^{date_short_pretty} {time}|2026-11-23 11:04 UTC>',
      [
        {
          kind: 'date',
          seconds: 1795431895,
          pattern: '{date_short_pretty} {time}',
          fallback: '2026-11-23 11:04 UTC',
        },
      ],
    ],
  ])('%s', ([markup, parts]) => {
    expect(parseMrkdwn(markup)).toEqual(parts);
  });
});

const at = (iso: string) => new Date(iso).getTime() / 1000;

describe("Slack's dates", () => {
  const now = new Date('2026-11-23T12:00:00');
  it.for([
    ['2026-11-23T09:05:07', '{time}', '09:05'],
    ['2026-11-23T09:05:07', '{time_secs}', '09:05:07'],
    ['2026-11-23T09:05:07', '{date_short_pretty} {time}', 'today 09:05'],
    ['2026-11-22T23:59:00', '{date_pretty}', 'yesterday'],
    ['2026-11-24T08:00:00', '{date_short_pretty}', 'tomorrow'],
    ['2026-11-23T11:58:00', '{ago}', '2 minutes ago'],
    ['2026-11-23T15:00:00', '{ago}', 'in 3 hours'],
    ['2026-11-23T09:05:07', '{date_num}', '2026-11-23'],
    ['2026-11-23T09:05:07', 'as {unknown}', 'as {unknown}'],
  ] as const)('%s as %s is %s', ([iso, pattern, words]) => {
    expect(formatSlackDate(at(iso), pattern, now)).toBe(words);
  });
});

describe('an axis', () => {
  it.for<[least: number, most: number, ticks: readonly number[]]>([
    [0, 0, [0, 0.25, 0.5, 0.75, 1]],
    [0, 2, [0, 0.5, 1, 1.5, 2]],
    [0, 243, [0, 100, 200, 300]],
    [0, 1480, [0, 500, 1000, 1500]],
    [-5, 5, [-5, -2.5, 0, 2.5, 5]],
    [0, 0.3, [0, 0.1, 0.2, 0.3]],
  ])('from %s to %s', ([least, most, ticks]) => {
    expect(axisTicks(least, most)).toEqual(ticks);
  });

  it('shows the last label and as many before it as there is room for', () => {
    const labels = ['08:00', '09:00', '10:00', '11:00'];
    expect([...shownLabels(labels, 1000)]).toEqual([0, 1, 2, 3]);
    expect([...shownLabels(labels, 100)]).toEqual([1, 3]);
  });

  it.for([
    [1480, '1,480'],
    [0.123, '0.12'],
    [43.25, '43.3'],
    [188.4, '188'],
  ] as const)('writes %s as %s', ([value, words]) => {
    expect(chartNumber(value)).toBe(words);
  });
});

describe('the message box', () => {
  it.for([
    ['', 0],
    ['hello', 0],
    ['/', commandHints.length],
    ['/hart', commandHints.length],
    ['/hart q', 1],
    ['/HART Q', 1],
    ['/hart queues', 0],
    ['/hart check storage', 0],
  ] as const)('offers for "%s" %s commands', ([typed, count]) => {
    expect(matchingHints(typed)).toHaveLength(count);
  });
});

describe('the page', () => {
  it('says the pace that the configuration has', () => {
    const config = configText({
      sqlServer: 1,
      neo4j: 2,
      api: [],
      slackApiUrl: 'http://127.0.0.1:3/api/',
      botHttp: 4,
      heartbeat: 'http://127.0.0.1:4/',
      store: 'x.db',
      terminal: './hart.sock',
    });
    expect(paceWords(config)).toEqual([
      'checks every 5 s',
      'alert after 10 s',
      'posted after 2 s',
      'edited every 5 s',
      'resolves after 10 s',
    ]);
  });

  it('finds the way back from its address', () => {
    const place = { me: 'UVIEWER', channel: 'DUVIEWER', home: true, thread: '1.2', marked: null };
    expect(readPlace(writePlace(place))).toEqual(place);
    expect(readPlace('')).toMatchObject({ me: 'UOPERATOR', channel: 'COPS', thread: null });
  });

  it('has a heading for every fault', () => {
    expect(Object.keys(groupOf).toSorted()).toEqual(
      faultCatalogue.map(({ name }) => name).toSorted(),
    );
  });
});

describe('whom a run waits for', () => {
  const card = (approvals: string, button: string): Message => ({
    channel: 'COPS',
    ts: '1.0',
    user: 'UHART',
    text: '',
    ephemeral: false,
    deleted: false,
    edits: 0,
    blocks: [
      { type: 'section', block_id: 'a', text: { type: 'mrkdwn', text: approvals } },
      {
        type: 'context',
        block_id: 'b',
        elements: [{ type: 'mrkdwn', text: 'plan ab…c · production · run R7' }],
      },
      {
        type: 'actions',
        block_id: 'c',
        elements: [{ type: 'button', text: { type: 'plain_text', text: button } }],
      },
    ],
  });

  it.for<[approvals: string, button: string, what: string, people: readonly string[]]>([
    ['*Approvals:* 0 of 2', 'Approve…', 'approve', ['ada', 'ben']],
    ['*Approvals:* 1 of 2: @ada 14:05', 'Approve…', 'approve', ['ben']],
    ['*Approvals:* 1 of 1: @ada 14:05. @otto may start it.', 'Start', 'start', ['otto']],
  ])('%s [%s]: %s by %j', ([approvals, button, what, people]) => {
    const next = whoIsNext([card(approvals, button)], users);
    expect(next).toMatchObject({ run: 'R7', what });
    expect(next?.people.map(({ name }) => name)).toEqual(people);
  });

  it('is nobody while none waits', () => {
    expect(whoIsNext([card('', 'Cancel…')], users)).toBeNull();
    expect(whoIsNext([{ ...card('', 'Approve…'), deleted: true }], users)).toBeNull();
  });
});
