import { describe, expect, it } from 'vitest';
import { ownTurns } from '../../src/app/on-call.ts';
import { parseConfig } from '../../src/config/load-config.ts';

const head = `
environments:
  production:
    sqlServer: { server: sql }
    neo4j: { uri: 'bolt://neo4j:7687' }
    channels: { ops: C0123ABCD }
slack: { teamId: T0123ABCD }
people: { otto: { slack: [U0222BBBB] }, vera: { slack: [U0333CCCC] }, ada: { slack: [U0444DDDD] } }
onCall: `;

function turns(onCall: object, person: string | null, at: string) {
  const loaded = parseConfig(`${head}${JSON.stringify(onCall)}`, {
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-2',
    HART_PRODUCTION_SQL_READER_PASSWORD: '3',
    HART_PRODUCTION_NEO4J_PASSWORD: '4',
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  const { onCall: isOn, until, next } = ownTurns(loaded.config, person, Date.parse(at));
  const text = (moment: number | null) =>
    moment === null ? null : new Date(moment).toISOString().slice(0, 16);
  return [isOn, text(until), text(next)];
}

const rota = {
  rota: { timeZone: 'Europe/Berlin', handover: 'Mon 09:00', people: ['otto', 'vera', 'ada'] },
};
// A Tuesday in the last full week of summer time: it ends on Sunday, 25 October.
const tuesday = '2026-10-20T12:00:00Z';

describe('someone’s own turns', () => {
  it('of a rota follow each other by the wall clock, over the end of summer time', () => {
    const all = ['otto', 'vera', 'ada'].map((person) => turns(rota, person, tuesday));
    const now = all.find(([isOn]) => isOn);

    expect(now).toEqual([true, '2026-10-26T08:00', '2026-11-09T08:00']);
    const following = all.flatMap(([isOn, , next]) => (isOn ? [] : [String(next)]));
    expect(following.toSorted((one, other) => one.localeCompare(other))).toEqual([
      '2026-10-26T08:00',
      '2026-11-02T08:00',
    ]);
  });

  it.each<[string, object, string | null, unknown[]]>([
    [
      'of a rota of one have no end but the handover',
      { rota: { people: ['otto'] } },
      'otto',
      [true],
    ],
    ['by the list have no end', { people: ['otto'] }, 'otto', [true, null, null]],
    [
      'of a group are not known',
      { people: ['otto'], group: 'S0123ABCD' },
      'otto',
      [false, null, null],
    ],
    ['of nobody are none', rota, null, [false, null, null]],
    ['of somebody who is not in the rota are none', rota, 'mallory', [false, null, null]],
  ])('%s', (_, onCall, person, expected) => {
    expect(turns(onCall, person, tuesday).slice(0, expected.length)).toEqual(expected);
  });
});
