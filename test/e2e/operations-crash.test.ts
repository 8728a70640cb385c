import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRandom } from '../../sandbox/world/random.ts';
import type { SqlServerClient } from '../../src/clients/sql-server.ts';
import { isOver, type RunState } from '../../src/domain/run.ts';
import { adminClient } from '../support/admin-client.ts';
import { twice } from '../support/call-record.ts';
import type { Message } from '../support/control-client.ts';
import { keyOf, wordsOf } from '../support/conversation.ts';
import { type Deployment, deploy, showOutputOnFailure } from '../support/deployment.ts';
import { eventually, pause } from '../support/eventually.ts';
import { hart } from '../support/hart-cli.ts';
import { type StoredRun, storedRuns } from './stored-runs.ts';

const isLong = process.env['HART_LONG'] === '1';

let deployment: Deployment;
let admin: SqlServerClient;
beforeAll(async () => {
  deployment = await deploy({ bot: 'own' });
  admin = adminClient(deployment.sandbox);
  // A restore in place throws nobody out.
  await deployment.control.fault('application-stopped', true);
  await deployment.ready();
}, 120_000);
afterAll(async () => {
  await admin.close();
  await deployment.close();
});
beforeEach(() => showOutputOnFailure(deployment));

/** Who asks, and the two who approve what they ask. */
const asks = 'UOPERATOR';
const approvers = ['UAPPROVER1', 'UAPPROVER2'];

/** The newest dialog before this person that says so. */
async function dialogThat(user: string, says: RegExp): Promise<string> {
  return await eventually(async () => {
    const open = await deployment.control.views(user);
    const found = open.findLast((view) => says.test(JSON.stringify(view)));
    if (found === undefined) throw new Error(`no dialog says ${says}: ${JSON.stringify(open)}`);
    return found.viewId;
  });
}

async function cardOf(run: string): Promise<Message> {
  const found = (await deployment.control.messages()).filter(
    (message) => keyOf(message) === `run:${run}:card`,
  );
  const [card] = found;
  if (card === undefined || found.length > 1) throw new Error(`${found.length} cards of ${run}`);
  return card;
}

const runs = () => storedRuns(deployment.directory);

function newestRun(): StoredRun {
  const newest = runs().at(-1);
  if (newest === undefined) throw new Error('no run');
  return newest;
}

const stepState = (id: string) => newestRun().steps.find((step) => step.id === id)?.state;

/** Kills the bot where `when` says so, looking often. False: the run was over before. */
async function killedWhen(run: string, when: () => boolean, after = 0): Promise<boolean> {
  for (;;) {
    if (isOver(stateOf(run).state)) return false;
    if (when()) break;
    await pause(50);
  }
  await pause(after);
  await deployment.bot.kill();
  return true;
}

function stateOf(run: string): StoredRun {
  const found = runs().find(({ id }) => id === run);
  if (found === undefined) throw new Error(`no run ${run}`);
  return found;
}

const over = (run: string) =>
  eventually(() => {
    const found = stateOf(run);
    if (!isOver(found.state)) throw new Error(`${run} is not over: ${JSON.stringify(found.steps)}`);
    return found;
  }, 120_000);

/** Asks for a restore in place by Slack's form, has it approved by two, and starts it; its id. */
async function restoreInPlace(how: 'in-place' | 'beside' = 'in-place'): Promise<string> {
  const { control } = deployment;
  const known = new Set(runs().map(({ id }) => id));
  await control.command(asks, '/hart restore');
  const form = await dialogThat(asks, /Where to/);
  const choose = { viewId: form, blockId: 'how', actionId: 'restore_redraw', value: how };
  await control.choose({ user: asks, ...choose });
  await dialogThat(asks, /^(?!.*Name of the copy).*Where to/s);
  const jobs = /"go-on"/.test(JSON.stringify(await control.views(asks))) ? { jobs: 'go-on' } : {};
  await control.submit(asks, form, { how, ...jobs });
  const plan = await dialogThat(asks, /Type the name of what is changed/);
  const id = await eventually(() => {
    const { id: newest } = newestRun();
    if (known.has(newest)) throw new Error('nothing was planned');
    return newest;
  });
  await control.submit(asks, plan, { typed: 'production/Hartonomous' });
  const press = async (user: string, actionId: string) => {
    const { ts } = await eventually(async () => {
      const card = await cardOf(id);
      if (!JSON.stringify(card.blocks).includes(actionId)) throw new Error(wordsOf(card));
      return card;
    });
    await control.click({ user, ts, actionId });
  };
  for (const user of approvers) {
    await press(user, 'run_approve');
    await control.submit(
      user,
      await dialogThat(user, new RegExp(`Restore .* in place .*${id}\\b`)),
      {},
    );
  }
  await press(asks, 'run_start');
  await eventually(() => {
    if (stateOf(id).state === 'approved') throw new Error('it was not started');
  });
  return id;
}

/** What changed the server, as it was sent and taken: a tail that is tried anew has another name. */
async function taken(): Promise<readonly string[]> {
  const changing = /BACKUP (?:DATABASE|LOG)|^RESTORE (?:DATABASE|LOG) .* FROM/s;
  return (await deployment.control.statements())
    .filter(({ text, error }) => error === null && changing.test(text))
    .map(({ text }) => text);
}

const limits = { timeout: 10_000, maxRows: 10, maxBytes: 100_000 };

/** The card names how it ended and the state that the server itself says is left; nothing was done twice. */
async function expectTold(run: string): Promise<void> {
  const { state, steps } = await over(run);
  expect(['done', 'incomplete', 'failed', 'stopped']).toContain(state);
  const answer = await admin.query(
    `SELECT d.state_desc AS state, d.user_access_desc AS access, d.is_broker_enabled AS broker
     FROM sys.databases AS d WHERE d.name = N'Hartonomous'`,
    {},
    limits,
  );
  if (!answer.ok) throw new Error(answer.trouble.detail);
  const [row] = answer.value;
  const ends: Partial<Record<RunState, RegExp>> = {
    done: /restored to|backup of .* done/i,
    incomplete: /DBA/,
    failed: /failed/i,
    stopped: /stopped/i,
  };
  await eventually(async () => {
    const words = wordsOf(await cardOf(run));
    expect(words).toMatch(ends[state] ?? /never/);
    expect(words).not.toMatch(/Running:/);
    if (state === 'done') return;
    const told = `${words} ${steps.map(({ note }) => note ?? '').join(' ')}`;
    expect(told).toMatch(new RegExp(String(row?.['state']), 'i'));
  });
  if (state === 'done')
    expect(row).toEqual({ state: 'ONLINE', access: 'MULTI_USER', broker: true });
  expect(twice([...(await taken())])).toEqual([]);
}

async function expectUnbroken(): Promise<void> {
  const { code, out, err } = await hart(
    ['audit', 'verify', '--config', deployment.configFile, '--json'],
    deployment.secrets,
  );
  expect([code, err]).toEqual([0, '']);
  expect(JSON.parse(out)).toMatchObject({ ok: true, firstBad: null });
}

const random = createRandom(Number(process.env['HART_SEED'] ?? Date.now() % 1_000_000));

/** Kills the bot somewhere in what is left of the run, and starts it again. False: the run was over before. */
async function killedSomewhere(id: string, nth: number): Promise<boolean> {
  const waiting = stateOf(id).steps.filter(({ state }) => state === 'waiting');
  const step = waiting[random.between(0, Math.max(0, waiting.length - 1), id, nth, 'step')];
  if (step === undefined) return false;
  const began = () =>
    stateOf(id).steps.some((each) => each.id === step.id && each.state !== 'waiting');
  if (!(await killedWhen(id, began, random.between(0, 1500, id, nth, 'after')))) return false;
  const at = stateOf(id).steps.find(({ state }) => state === 'running')?.id ?? 'between steps';
  process.stdout.write(`killed: ${id} at ${at}\n`);
  deployment.bot.start();
  return true;
}

/** That of a backup is tried by `operations.test.ts`. */
describe('S13 kill -9 of the running bot', () => {
  test('in the middle of RESTORE DATABASE, and twice somewhere after it: it goes on, and the database is as the card says', async () => {
    const id = await restoreInPlace();
    // Where there is time also in the tail, and after recovery before the broker.
    const within = isLong ? ['tail', 'restore-full', 'prove'] : ['restore-full'];
    for (const step of within) {
      const after = random.between(step === 'prove' ? 0 : 300, 600, step);
      const isDead = await killedWhen(id, () => stepState(step) === 'running', after);
      expect([step, isDead]).toEqual([step, true]);
      deployment.bot.start();
    }
    for (const nth of isLong ? [] : [1, 2]) await killedSomewhere(id, nth);
    await deployment.ready();
    await expectTold(id);
    expect(stateOf(id).state).toBe('done');
    await expectUnbroken();
    expect(await deployment.complaints()).toEqual([]);
  }, 240_000);

  if (isLong) whereThereIsTime();
});

/** What takes minutes more: `npm run test:long`. */
function whereThereIsTime(): void {
  test('in the middle of BACKUP: the file is whole or made anew, never twice, and one card says so', async () => {
    await deployment.control.command(asks, '/hart backup full');
    const dialog = await dialogThat(asks, /BACKUP DATABASE/);
    await deployment.control.submit(asks, dialog, {});
    const { id } = await eventually(newestRun);
    const isDead = await killedWhen(id, () => stepState('write') === 'running', 400);
    expect(isDead).toBe(true);
    deployment.bot.start();
    await deployment.ready();
    await expectTold(id);
    expect(stateOf(id).state).toBe('done');
    await expectUnbroken();
  }, 120_000);

  test('between the two names of a restore beside: both end where they belong', async () => {
    const id = await restoreInPlace('beside');
    for (const step of ['tail', 'set-aside', 'take-name', 'doors']) {
      const isDead = await killedWhen(id, () => stepState(step) !== 'waiting');
      expect([step, isDead]).toEqual([step, true]);
      deployment.bot.start();
    }
    await deployment.ready();
    await expectTold(id);
    expect(stateOf(id).state).toBe('done');
    expect(wordsOf(await cardOf(id))).toContain(`Hartonomous_${id}_before`);
    await expectUnbroken();
  }, 360_000);

  test('at up to twenty random moments of restores ends right, or says what is left', async () => {
    let killed = 0;
    // Each restore writes a new full backup: after about six of them the simulated disk is full, and that is told too.
    for (let round = 0; killed < 20 && round < 8; round += 1) {
      const id = await restoreInPlace();
      for (let death = 0; death < 4 && (await killedSomewhere(id, death)); death += 1) {
        killed += 1;
        await deployment.ready();
      }
      await expectTold(id);
      await expectUnbroken();
    }
    expect(killed).toBeGreaterThanOrEqual(10);
  }, 1_800_000);
}
