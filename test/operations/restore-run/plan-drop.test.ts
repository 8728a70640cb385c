import { describe, expect, it } from 'vitest';
import type { OperationName, Plan } from '../../../src/domain/plan.ts';
import { type DropFacts, planDrop } from '../../../src/operations/restore-run/plan-drop.ts';
import { aFile, anOrder, GB, NOW, theContext, theDatabase } from './restore-facts.ts';

const server = { name: 'SQL-PROD', engineEdition: 3, localNow: NOW, offset: 0 };
const named = (name: string) => ({ ...theDatabase, name, id: 9, createdLocal: '2026-01-05T11:00' });
const session = {
  id: 77,
  login: 'dba',
  program: 'ssms',
  host: null,
  disabled: false,
  activated: false,
  openTransactions: 0,
  logBytes: 0,
  rollingBack: false,
};

function facts(name: string, changes: Partial<DropFacts> = {}): DropFacts {
  const files = [aFile({ databaseId: 9, logical: 'a', path: 'D:\\Data\\a.mdf', bytes: 3 * GB })];
  return { server, copy: named(name), product: theDatabase, files, sessions: [], ...changes };
}

function answerTo(
  operation: OperationName,
  name: string,
  changes: Partial<DropFacts> = {},
  options: Readonly<Record<string, string>> = { madeBy: 'R7' },
) {
  const order = anOrder({ copy: name, ...options }, operation);
  return planDrop(order, facts(name, changes), theContext);
}

function planned(operation: OperationName, name: string): Plan {
  const answer = answerTo(operation, name);
  if ('rule' in answer) throw new Error(answer.message);
  return answer;
}

const before = 'Hartonomous_R7_before';

describe('S16 dropping what a run made', () => {
  it('of a copy loses the copy', () => {
    const plan = planned('copy.drop', 'Hartonomous_R7');
    expect(plan).toMatchObject({ operation: 'copy.drop', risk: 'high' });
    expect(plan.loses).toEqual(['`Hartonomous_R7` with its files.']);
    expect(plan.binding).toMatchObject({ created: '2026-01-05T11:00', guid: 'guid', madeBy: 'R7' });
  });

  it('S8 of the database of before says what is nowhere else', () => {
    const plan = planned('before.drop', before);
    expect(plan).toMatchObject({ operation: 'before.drop', risk: 'critical' });
    expect(plan.loses.join(' ')).toContain('after the moment that R7 restored it to');
    expect(plan.notes).toContain('Its files take 3.0 GB.');
    expect(plan.steps.map(({ overwrites }) => overwrites)).toEqual([true]);
  });

  it.each<[string, ReturnType<typeof answerTo>, RegExp]>([
    ['what is not there', answerTo('copy.drop', 'X_R7', { copy: null }), /no database `X_R7`/],
    ['the product', answerTo('before.drop', 'HARTONOMOUS'), /product’s own/],
    ['what nobody made', answerTo('copy.drop', 'X_R7', {}, {}), /Nobody says which run/],
    ['the one of before as a copy', answerTo('copy.drop', before), /is no copy/],
    [
      'the one of before as a copy of another run, whose mark it may still bear',
      answerTo('copy.drop', before, {}, { madeBy: 'R3' }),
      /is no copy/,
    ],
    ['a copy as the one of before', answerTo('before.drop', 'X_R7'), /not what R7 set aside/],
    [
      'what another run set aside',
      answerTo('before.drop', before, {}, { madeBy: 'R8' }),
      /not what R8 set aside/,
    ],
    [
      'what was made anew',
      answerTo('copy.drop', 'X_R7', {}, { madeBy: 'R7', created: '2026-01-04T11:00' }),
      /it is another/,
    ],
    ['what is in use', answerTo('copy.drop', 'X_R7', { sessions: [session] }), /1 session of/],
    ['what may be in use', answerTo('copy.drop', 'X_R7', { sessions: null }), /not known/],
    [
      'S8 the only one that is whole',
      answerTo('before.drop', before, { product: { ...theDatabase, state: 'RESTORING' } }),
      /`Hartonomous` is RESTORING: `Hartonomous_R7_before` may be what is needed next/,
    ],
    ['S8 the last one', answerTo('before.drop', before, { product: null }), /not there/],
  ])('is refused for %s', (_, answer, why) => {
    expect('rule' in answer ? answer.message : 'it was planned').toMatch(why);
  });
});
