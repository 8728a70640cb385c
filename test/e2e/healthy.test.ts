import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ask, tableOf, wordsOf } from '../support/conversation.ts';
import { type Deployment, deploy, showOutputOnFailure } from '../support/deployment.ts';
import { pause } from '../support/eventually.ts';

let deployment: Deployment;

beforeAll(async () => {
  deployment = await deploy({ bot: 'demo' });
  await deployment.ready();
  return () => deployment.close();
}, 120_000);

beforeEach(() => showOutputOnFailure(deployment));

const subsystems = [
  'SQL Server',
  'OODA loop',
  'Queries',
  'Spatial index',
  'Queues',
  'Backups',
  'Neo4j sync',
  'Neo4j',
  'Application',
  'Bot',
];

describe('in the healthy world', () => {
  test('the status is ok in all ten lines, and nothing is unknown', async () => {
    const answer = await ask(deployment.control, 'UVIEWER', '/hart status');

    expect(answer.text).toMatch(/^SANDBOX 🟢 production: 20 ok, 0 unknown, as of /);
    const [, ...lines] = tableOf(answer);
    expect(lines.map(([subsystem]) => subsystem)).toEqual(subsystems);
    expect(new Set(lines.map(([, state]) => state))).toEqual(new Set(['🟢']));
    const told = new Map(lines.map(([subsystem, , now]) => [subsystem, now]));
    expect(told.get('SQL Server')).toMatch(/^2022 CU15 Enterprise, up 41 d/);
    expect(told.get('Neo4j')).toMatch(/^5\.26\.0 Community, 1 of 1 databases online/);
  }, 90_000);

  test('every check that is listed is ok', async () => {
    const words = wordsOf(await ask(deployment.control, 'UVIEWER', '/hart check'));

    expect(words).not.toMatch(/🔴|🟡|⚪/);
    expect(words.match(/🟢/g)?.length).toBeGreaterThanOrEqual(19);
  }, 90_000);

  test('it is ok half a day later too, and #ops stays quiet', async () => {
    await deployment.control.advance('PT11H');
    await pause(12_000);
    const { text } = await ask(deployment.control, 'UVIEWER', '/hart status');

    expect(text).toContain('20 ok, 0 unknown');
    expect(await deployment.control.messages()).toEqual([]);
  }, 90_000);
});

describe('who may do what', () => {
  const mayOf = {
    UVIEWER: ['status', 'whoami'],
    UOPERATOR: ['status', 'whoami', 'test-alert'],
    UAPPROVER1: ['status', 'whoami'],
    UADMIN: ['status', 'whoami'],
  };
  test.each(Object.entries(mayOf))(
    'help tells %s only what that person may do',
    async (user, may) => {
      const { text, blocks } = await ask(deployment.control, user, '/hart help');

      const table = JSON.stringify(blocks.find(({ type }) => type.includes('table')));
      for (const command of may) expect(text).toContain(command);
      if (!may.includes('test-alert')) {
        expect(text).not.toContain('test-alert');
        expect(table).not.toContain('test-alert');
      }
    },
  );

  test.each(['UGUEST', 'UOUTSIDER'])(
    '%s is refused everything',
    async (user) => {
      for (const command of [
        'help',
        'status',
        'check queues',
        'queues',
        'alerts',
        'backups',
        'digest',
        'whoami',
        'test-alert',
        'nonsense',
        '',
      ]) {
        const words = wordsOf(await ask(deployment.control, user, `/hart ${command}`.trim()));

        expect(words, command).toContain('Refused by the rule');
        expect(words, command).not.toMatch(/🟢|Neo4jSyncQueue|production/);
      }
    },
    60_000,
  );

  test('a member is refused in a channel that is shared with others', async () => {
    const words = wordsOf(await ask(deployment.control, 'UOPERATOR', '/hart status', 'CSHARED'));

    expect(words).toContain('Refused by the rule');
    expect(words).not.toContain('🟢');
  });

  test('a viewer is refused the test alert, and nothing is sent', async () => {
    const words = wordsOf(await ask(deployment.control, 'UVIEWER', '/hart test-alert'));

    expect(words).toContain('Refused by the rule');
    expect(words).toContain('operator');
    expect(await deployment.control.messages()).toEqual([]);
  });

  test('whoami tells team, id, person and why each role is held', async () => {
    const words = wordsOf(await ask(deployment.control, 'UOPERATOR', '/hart whoami'));

    for (const part of ['TSANDBOX', 'UOPERATOR', 'otto', 'operator', 'responder', 'Not held'])
      expect(words).toContain(part);
  });
});

describe('what people type', () => {
  test.each([
    ['/hart statsu', 'status'],
    ['/hart queue', 'queues'],
    ['/hart chekc', 'check'],
    ['/hart check slow-querys', 'slow-queries'],
    ['/hart help digets', 'digest'],
    ['/hart status --env productoin', 'production'],
  ])('%s is answered with what was meant', async (typed, meant) => {
    const words = wordsOf(await ask(deployment.control, 'UVIEWER', typed));

    expect(words).toContain('Did you mean');
    expect(words).toContain(meant);
  });

  test.each([
    ['emoji and right-to-left', '/hart \u202Estatus 👩‍👩‍👧 שלום'],
    ['half a surrogate pair', '/hart \uD83D'],
    ['control characters', '/hart sta\u0000tus\u0007\u001B[31m'],
    ['markup that would mention everyone', '/hart <!channel> <@UADMIN> *bold* `code`'],
    ['quotes that never end', '/hart check "queues'],
    ['10,000 characters', `/hart check ${'x'.repeat(10_000)}`],
    ['10,000 words', `/hart ${'word '.repeat(10_000)}`],
    ['line breaks', '/hart\nstatus\n\n--env'],
    ['SQL', "/hart check queues'; DROP TABLE dbo.Atom; --"],
  ])('%s get an answer that mentions nobody', async (_, typed) => {
    const answer = await ask(deployment.control, 'UVIEWER', typed);

    expect(wordsOf(answer)).not.toMatch(/<!channel>|<@UADMIN>/);
    expect(wordsOf(answer).length).toBeLessThan(4000);
  });

  test('typographic dashes and quotes, as phones write them, are understood', async () => {
    const { text } = await ask(deployment.control, 'UVIEWER', '/hart status —env production');

    expect(text).toContain('20 ok');
  }, 60_000);
});

describe('what is answered', () => {
  test.each(['queues', 'alerts', 'backups', 'check storage', 'check neo4j', 'digest'])(
    '/hart %s answers the asker, who may post it to the channel',
    async (command) => {
      const { control } = deployment;
      const answer = await ask(control, 'UVIEWER', `/hart ${command}`);
      expect(wordsOf(answer)).toContain('Post to channel');
      expect(await control.messages()).toEqual([]);
    },
    60_000,
  );

  test('passes Slack’s own rules in all of these, marked as a simulation', async () => {
    expect(await deployment.complaints()).toEqual([]);
  }, 60_000);
});
