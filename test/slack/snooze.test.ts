import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { click } from '../../sandbox/slack/person/click.ts';
import type { IncidentAct } from '../../src/domain/incident.ts';
import { HOUR } from '../../src/domain/time.ts';
import { alertRoot } from '../../src/slack/blocks/alert-root.ts';
import { anIncident, NOON } from '../fakes/views.ts';
import { type SlackBench, startBench, waitFor } from './slack-bench.ts';

let bench: SlackBench;
let acts: { readonly act: IncidentAct; readonly person: string }[];

beforeEach(async () => {
  acts = [];
  bench = await startBench({
    async act({ act, by }) {
      acts.push({ act, person: by.person });
      return null;
    },
  });
});
afterEach(() => bench.close());

describe('leaving an incident alone for a while', () => {
  it.each([
    ['7Q3F 4h', 4 * HOUR],
    ['7Q3F morning', 12 * HOUR],
  ])('chosen from the menu: %s', async (value, length) => {
    const { text, blocks } = alertRoot(anIncident(), { now: NOON });
    await bench.part.client.apiCall('chat.postMessage', { channel: 'COPS', text, blocks });
    const { channel, ts } = await bench.until('COPS', () => true);
    const { state, socket } = bench.slack;
    const before = Date.now();
    await click(state, socket, { user: 'UOPERATOR', channel, ts, actionId: 'snooze', value });
    const done = await waitFor(() => acts[0]);

    if (done.act.kind !== 'snooze') throw new Error('it is another act');
    expect(done.person).toBe('otto');
    expect(done.act.until).toBeGreaterThanOrEqual(before + length);
    expect(done.act.until).toBeLessThan(before + length + HOUR);
  });

  it('is refused to who may only read, and on record', async () => {
    await bench.ask('UAPPROVER1', '/hart snooze 7Q3F 1h', /responder/);

    expect(acts).toEqual([]);
    expect(bench.services.audited).toContainEqual(
      expect.objectContaining({ action: 'snooze', outcome: 'refused' }),
    );
  });

  it.each([
    ['/hart snooze 7Q3F', /Snoozed until .*: incident/, 'snooze'],
    ['/hart snooze 7Q3F off', /No longer snoozed/, 'wake'],
    ['/hart snooze 7Q3F soon', /neither a length of time/, null],
    ['/hart snooze 0000', /There is no incident/, null],
  ])('typed: %s', async (text, answer, kind) => {
    await bench.ask('UOPERATOR', text, answer);

    expect(acts.map(({ act }) => act.kind)).toEqual(kind === null ? [] : [kind]);
  });
});
