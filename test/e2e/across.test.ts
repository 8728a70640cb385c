import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createCertificate } from '../../sandbox/certificate.ts';
import { startDeployment } from '../../sandbox/deployment.ts';
import type { SqlServerClient } from '../../src/clients/sql-server.ts';
import { silent } from '../sandbox/slack/quiet-log.ts';
import { adminAt } from '../support/admin-client.ts';
import { carryFiles } from '../support/carry-files.ts';
import type { Message } from '../support/control-client.ts';
import { keyOf, wordsOf } from '../support/conversation.ts';
import { type Deployment, deploy, showOutputOnFailure } from '../support/deployment.ts';
import { eventually } from '../support/eventually.ts';

type Simulated = Awaited<ReturnType<typeof startDeployment>>;

/** Staging's own ops channel is the one that production has for its audit log otherwise. */
const stagingOps = 'CAUDIT';
const copy = 'Hartonomous_R1';
const incoming = 'D:\\FromProduction';
const passwords = { reader: word(), operator: word(), sa: word(), neo4j: word() };
const closing: (() => Promise<unknown>)[] = [];

let production: Simulated;
let staging: Simulated;
let deployment: Deployment;
let inProduction: SqlServerClient;
let inStaging: SqlServerClient;

function word(): string {
  return `St1-${randomBytes(12).toString('base64url')}`;
}

const environments = z.object({
  environments: z.object({ production: z.looseObject({ sqlServer: z.looseObject({}) }) }),
});

beforeAll(async () => {
  staging = await startDeployment({
    passwords,
    certificate: await createCertificate(),
    log: silent,
    seed: 8,
    serverName: 'SQL-STAGING',
    actMs: 0,
  });
  closing.push(() => staging.close());
  deployment = await deploy({
    bot: 'own',
    async startDeployment(options) {
      production = await startDeployment(options);
      return production;
    },
    configure: (config) => {
      const own = environments.parse(config).environments.production;
      return {
        ...config,
        checks: { interval: '1m' },
        environments: {
          production: {
            ...own,
            channels: { ops: 'COPS' },
            roles: { approver: { people: ['ada'], groups: [] } },
          },
          staging: {
            sqlServer: { ...own.sqlServer, port: staging.sqlServer.port },
            neo4j: { uri: `bolt://127.0.0.1:${staging.neo4j.port}`, user: 'neo4j' },
            api: staging.api,
            backups: {
              directory: 'D:\\Backups',
              restoreTo: ['D:\\Data', 'L:\\Log'],
              readFrom: [incoming],
              masking: 'dbo.MaskRequests',
            },
            channels: { ops: stagingOps },
            roles: { approver: { people: ['ben', 'alma'], groups: [] } },
          },
        },
      };
    },
    secrets: {
      HART_STAGING_SQL_READER_PASSWORD: passwords.reader,
      HART_STAGING_SQL_OPERATOR_PASSWORD: passwords.operator,
      HART_STAGING_NEO4J_PASSWORD: passwords.neo4j,
    },
  });
  closing.push(() => deployment.close());
  inProduction = adminAt(production.sqlServer.port, deployment.sandbox.passwords.sa);
  inStaging = adminAt(staging.sqlServer.port, passwords.sa);
  closing.push(
    () => inProduction.close(),
    () => inStaging.close(),
  );
  await deployment.ready();
}, 120_000);
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
});
beforeEach(() => showOutputOnFailure(deployment));

async function rowsOf(server: SqlServerClient, statement: string) {
  const limits = { timeout: 10_000, maxRows: 1000, maxBytes: 10_000_000 };
  const answer = await server.query(statement, {}, limits);
  if (!answer.ok) throw new Error(answer.trouble.detail);
  return answer.value;
}

/** Everything of a server that a restore could have changed. */
async function stateOf(server: SqlServerClient) {
  const databases = await rowsOf(
    server,
    'SELECT d.name, d.state_desc AS state, d.user_access_desc AS access, d.is_broker_enabled AS broker, s.family_guid AS family, s.recovery_fork_guid AS fork FROM sys.databases AS d LEFT JOIN sys.database_recovery_status AS s ON s.database_id = d.database_id ORDER BY d.name',
  );
  return new Map(databases.map((row) => [String(row['name']), row]));
}

async function requests(server: SqlServerClient, database: string) {
  const [row] = await rowsOf(
    server,
    `SELECT COUNT(*) AS n, SUM(CASE WHEN r.InputData = N'masked' THEN 1 ELSE 0 END) AS masked FROM [${database}].dbo.InferenceRequest AS r`,
  );
  return { all: Number(row?.['n']), masked: Number(row?.['masked']) };
}

/** The dialog in front of this person, once it says so. */
async function dialogThat(user: string, says: string): Promise<string> {
  return await eventually(async () => {
    const front = (await deployment.control.views(user)).at(-1);
    if (front === undefined || !JSON.stringify(front.blocks).includes(says))
      throw new Error(`no dialog says ${says}: ${JSON.stringify(front)}`);
    return front.viewId;
  }, 30_000);
}

async function messageThat(channel: string, key: RegExp, says: RegExp): Promise<Message> {
  return await eventually(async () => {
    const all = (await deployment.control.messages({ channel })).filter((one) =>
      key.test(keyOf(one)),
    );
    const found = all.findLast((one) => says.test(wordsOf(one)));
    if (found === undefined) throw new Error(all.map(wordsOf).join('\n---\n'));
    return found;
  });
}

const card = (says: RegExp) => messageThat(stagingOps, /^run:R\d+:card$/, says);

/** Presses *Approve…* on the card and agrees to the plan that is shown. */
async function approveAs(user: string, answer: string): Promise<void> {
  const { ts } = await card(/Approvals:/);
  await deployment.control.click({ user, ts, actionId: 'run_approve', channel: stagingOps });
  await deployment.control.submit(user, await dialogThat(user, 'RESTORE DATABASE'), {});
  await dialogThat(user, answer);
}

const entry = z.looseObject({
  actor: z.string(),
  environment: z.string().nullable(),
  action: z.string(),
  outcome: z.string(),
  detail: z.looseObject({}),
});

/** The audit log as it stands in the file of the running bot. */
function audited() {
  const database = new DatabaseSync(join(deployment.directory, 'data', 'hart.db'), {
    readOnly: true,
  });
  const rows = database.prepare('select entry from audit order by sequence').all();
  database.close();
  return rows.map((row) => entry.parse(JSON.parse(String(row['entry']))));
}

const acts = () =>
  audited()
    .filter(({ action, detail }) => action === 'restore.copy' && detail['act'] !== 'step')
    .map(({ actor, detail, outcome }) =>
      [actor.replace(/^.*\//, ''), detail['act'], detail['rule'] ?? '', outcome]
        .filter((part) => part !== '')
        .join(' '),
    );

test('S17 one bot copies production into staging: chosen in the form, agreed to by both, masked before anyone is let in', async () => {
  const { control } = deployment;
  const productionBefore = await stateOf(inProduction);
  const stagingBefore = await stateOf(inStaging);
  expect(await requests(inProduction, 'Hartonomous')).toMatchObject({ masked: 0 });

  // The form begins with staging's own backups, and is drawn anew with production's.
  await control.command('UOPERATOR', '/hart restore', stagingOps);
  const viewId = await dialogThat('UOPERATOR', 'Whose backups');
  await dialogThat('UOPERATOR', '`SQL-STAGING`, environment `staging`');
  const choose = (blockId: string, value: string) =>
    control.choose({
      user: 'UOPERATOR',
      viewId,
      blockId,
      actionId: 'restore_redraw',
      value,
    });
  await choose('from', 'production');
  await dialogThat('UOPERATOR', '`SQL-PROD` of `production` → a copy in `staging`');
  expect(await dialogThat('UOPERATOR', '`dbo.MaskRequests` masks the copy')).toBe(viewId);
  const redrawn = await control.calls('views.update');
  expect(redrawn.at(-1)).toMatchObject({ args: { view_id: viewId }, status: 200 });
  // Before the newest log backup: whatever is backed up while this goes on makes no difference.
  await choose('until', 'before-log');
  await dialogThat('UOPERATOR', 'log@production');
  await dialogThat('UOPERATOR', '→ a copy in `staging`');

  // Staging's server does not see the files; the form stays as it is filled in until somebody has carried them there.
  await control.submit('UOPERATOR', viewId, { copy });
  const refused = await dialogThat('UOPERATOR', 'Not like this:');
  await dialogThat('UOPERATOR', "`SQL-STAGING` doesn't see");
  carryFiles(production.world, staging.world, incoming);
  await control.submit('UOPERATOR', refused, {});
  const plan = await dialogThat('UOPERATOR', 'as the copy `Hartonomous_R1` to 20');
  await control.submit('UOPERATOR', plan, {});

  // Each side is called where it reads; one approver of each is wanted.
  await messageThat('COPS', /^run:R\d+:call:production$/, /wants an approver of production too/);
  const waiting = await card(/Approvals:[\s\S]*missing: one approver of production/);
  const press = (user: string, actionId: string) =>
    control.click({ user, ts: waiting.ts, actionId, channel: stagingOps });
  await press('UVIEWER', 'run_approve');
  await dialogThat('UVIEWER', 'role *approver*');
  await approveAs('UAPPROVER2', 'approve');
  await approveAs('UADMIN', 'has the approvals that staging wants');
  await card(/Waiting for approval/);
  await approveAs('UAPPROVER1', 'approve');
  await card(/Approved, to be started/);
  await press('UOPERATOR', 'run_start');
  await card(/Masked by `dbo.MaskRequests` before anyone was let in/);

  // What both servers say of it.
  const after = await stateOf(inStaging);
  expect(after.get(copy)).toMatchObject({
    state: 'ONLINE',
    access: 'MULTI_USER',
    broker: false,
    family: productionBefore.get('Hartonomous')?.['family'],
  });
  after.delete(copy);
  expect(after).toEqual(stagingBefore);
  const { all, masked } = await requests(inStaging, copy);
  expect(all).toBeGreaterThan(0);
  expect(masked).toBe(all);
  expect(await requests(inStaging, 'Hartonomous')).toMatchObject({ masked: 0 });
  const marks = await rowsOf(
    inStaging,
    `SELECT CONVERT(nvarchar(100), e.value) AS mark FROM [${copy}].sys.extended_properties AS e WHERE e.name = N'hart_masked'`,
  );
  expect(marks).toEqual([{ mark: expect.stringMatching(/^R\d+ dbo\.MaskRequests$/) }]);
  const sent = operatorOf(staging).map(({ text }) => text);
  expect(sent.filter((text) => /WITH RECOVERY|MaskRequests|MULTI_USER/.test(text))).toEqual([
    `RESTORE DATABASE [${copy}] WITH RECOVERY, RESTRICTED_USER`,
    `EXEC [${copy}].[dbo].[MaskRequests]`,
    `ALTER DATABASE [${copy}] SET MULTI_USER`,
  ]);
  expect(await stateOf(inProduction)).toEqual(productionBefore);
  expect(await requests(inProduction, 'Hartonomous')).toMatchObject({ masked: 0 });
  expect(operatorOf(production)).toEqual([]);

  // Everyone who asked, agreed or was refused is on record.
  await eventually(() => expect(acts().at(-1)).toBe('bot end done'));
  expect(acts()).toEqual([
    'UOPERATOR propose S25 refused',
    'UOPERATOR propose done',
    'UOPERATOR confirm done',
    'UAPPROVER2 approve done',
    'UADMIN approve S17 refused',
    'UAPPROVER1 approve done',
    'UOPERATOR start started',
    'bot end done',
  ]);
  const ours = audited().filter(({ action }) => action === 'restore.copy');
  expect(new Set(ours.map(({ environment }) => environment))).toEqual(new Set(['staging']));
  expect(ours.flatMap(({ detail }) => detail['approverOf'] ?? [])).toEqual([
    'staging',
    'production',
  ]);
  expect(audited()).toContainEqual(
    expect.objectContaining({
      actor: expect.stringMatching(/UVIEWER$/),
      action: 'approve',
      outcome: 'refused',
    }),
  );
  expect(await deployment.complaints()).toEqual([]);
}, 120_000);

function operatorOf({ statements }: Simulated) {
  return statements.list().filter(({ login }) => login === 'hart_operator');
}
