import { describe, expect, it } from 'vitest';
import {
  authorityChanges,
  authorityOf,
  configHashOf,
  tellAuthority,
} from '../../src/app/authority-news.ts';
import { exampleConfig } from '../fakes/example-config.ts';
import { temporaryStore } from '../store/temporary-store.ts';

const one = exampleConfig().config;
const fewer = exampleConfig({
  'approver: { people: [ada, ben]': 'approver: { people: [ada]',
}).config;
const slower = exampleConfig({ 'interval: 30s': 'interval: 40s' }).config;

describe('S46 the configuration that is in force', () => {
  it('has a hash of all that it says', () => {
    expect(configHashOf(one)).toBe(configHashOf(exampleConfig().config));
    expect(configHashOf(one)).not.toBe(configHashOf(fewer));
    expect(configHashOf(one)).not.toBe(configHashOf(slower));
  });

  it('differs in words where it is about who may do what, and about nothing else', () => {
    expect(authorityChanges(authorityOf(one), authorityOf(fewer))).toEqual([
      'roles.approver.people: ada, ben → ada',
    ]);
    expect(authorityChanges(authorityOf(one), authorityOf(slower))).toEqual([]);
    const looser = exampleConfig({
      'backup.full:\n        approvals: 0': 'backup.full:\n        approvals: 1',
    }).config;
    expect(authorityChanges(authorityOf(one), authorityOf(looser))).toEqual([
      'environments.production.consent.backup.full.approvals: 0 → 1',
    ]);
  });

  it.each([
    [
      'who may approve by a group',
      'approversFromGroup: false',
      'approversFromGroup: true',
      'approversFromGroup: false → true',
    ],
    [
      'backups that hart takes by itself',
      '      rpo: 15m',
      '      schedule: { full: 24h }\n      rpo: 15m',
      'environments.production.backups.schedule.full',
    ],
    [
      'where files may be restored to',
      'restoreTo: []',
      "restoreTo: ['E:\\Data']",
      'environments.production.backups.restoreTo:  → E:\\Data',
    ],
    [
      'where backups go',
      "directory: 'D:\\Backups'",
      "directory: 'X:\\Backups'",
      'environments.production.backups.directory: D:\\Backups → X:\\Backups',
    ],
    [
      'the login that acts',
      'user: hart_operator',
      'user: sa',
      'environments.production.operator: hart_operator → sa',
    ],
    [
      'the server that is acted on',
      'server: sql-prod.internal',
      'server: elsewhere',
      'environments.production.sqlServer: sql-prod.internal:1433/Hartonomous → elsewhere:1433/Hartonomous',
    ],
    [
      'where the end of the audit log is kept',
      'file: null #',
      'file: /mnt/a #',
      'audit.anchors.file: null → /mnt/a',
    ],
  ])('tells of %s', (_, from, to, line) => {
    const { config } = exampleConfig({ [from]: to });
    expect(authorityChanges(authorityOf(one), authorityOf(config))).toEqual(
      expect.arrayContaining([expect.stringContaining(line)]),
    );
  });

  it('goes to the audit log at each start, and to the audit channel when authority changed', async () => {
    const store = await temporaryStore();
    const start = async (config: typeof one) => {
      await tellAuthority({ config, store, now: () => 1000, kick: () => undefined });
      const [newest] = await store.audit.list(1);
      return newest?.detail;
    };
    const told = async () =>
      (await store.messages.due(10)).map(({ channel, content }) => [channel, content.text]);
    expect(await start(one)).toEqual({
      config: configHashOf(one),
      changed: true,
      authority: 'first start',
    });
    expect(await start(one)).toMatchObject({ changed: false, authority: '' });
    expect(await start(slower)).toMatchObject({ changed: true, authority: '' });
    expect(await told()).toEqual([]);
    expect(await start(fewer)).toMatchObject({
      changed: true,
      authority: 'roles.approver.people: ada, ben → ada',
    });
    expect(await told()).toEqual([
      ['C0456EFGH', expect.stringContaining('roles.approver.people: ada, ben → ada')],
    ]);
  });
});
