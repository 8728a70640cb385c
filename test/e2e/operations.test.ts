import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Message } from '../support/control-client.ts';
import { keyOf, wordsOf } from '../support/conversation.ts';
import { type Deployment, deploy, showOutputOnFailure } from '../support/deployment.ts';
import { eventually } from '../support/eventually.ts';

let deployment: Deployment;
beforeAll(async () => {
  deployment = await deploy({ bot: 'own' });
  await deployment.ready();
}, 120_000);
afterAll(() => deployment.close());
beforeEach(() => showOutputOnFailure(deployment));

const views = z.object({ views: z.array(z.looseObject({ viewId: z.string() })) });

async function sandbox(path: string, body?: object): Promise<unknown> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`${deployment.sandbox.url}_sandbox/${path}`, init);
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
  return answer;
}

/** The dialog before this person that says so. */
async function dialogThat(user: string, says: RegExp): Promise<string> {
  return await eventually(async () => {
    const { views: open } = views.parse(await sandbox(`views?user=${user}`));
    const found = open.findLast((view) => says.test(JSON.stringify(view)));
    if (found === undefined) throw new Error(`no dialog says ${says}: ${JSON.stringify(open)}`);
    return found.viewId;
  }, 30_000);
}

const isCard = (message: Message) => /^run:R\d+:card$/.test(keyOf(message));

async function cardThat(says: RegExp): Promise<Message> {
  return await eventually(async () => {
    const cards = (await deployment.control.messages()).filter(isCard);
    const found = cards.findLast((card) => says.test(wordsOf(card)));
    if (found === undefined)
      throw new Error(`no card says ${says}: ${cards.map(wordsOf).join('\n---\n')}`);
    return found;
  }, 60_000);
}

/** The audit log as it stands in the file of the running bot. */
function audited(): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(join(deployment.directory, 'data', 'hart.db'), {
    readOnly: true,
  });
  const rows = database.prepare('select entry from audit order by sequence').all();
  database.close();
  return rows.map(({ entry }): Record<string, unknown> => JSON.parse(String(entry)));
}

async function ended(operation: string): Promise<void> {
  await eventually(async () => {
    const end = audited().findLast(
      ({ action, detail }) =>
        action === operation && z.looseObject({}).parse(detail)['act'] === 'end',
    );
    if (end === undefined) throw new Error(`${operation} has not ended`);
    expect(end['outcome']).toBe('done');
  }, 60_000);
}

describe('a backup, asked for in Slack', () => {
  test('is planned, confirmed, made, read back, reported and in the audit log, each step before and after', async () => {
    const { control } = deployment;
    await control.command('UOPERATOR', '/hart backup log');
    const viewId = await dialogThat('UOPERATOR', /BACKUP LOG/);
    expect((await control.messages()).filter(isCard)).toEqual([]);
    await sandbox('submit', { user: 'UOPERATOR', viewId, values: {} });
    await ended('backup.log');
    const card = await cardThat(/readable/i);
    expect(wordsOf(card)).toContain('R1');
    const acts = audited()
      .filter(({ action }) => action === 'backup.log')
      .map(({ detail, outcome }) => {
        const { act, step } = z
          .looseObject({ act: z.string(), step: z.string().default('') })
          .parse(detail);
        return [act, step, String(outcome)].filter((word) => word !== '').join(' ');
      });
    expect(acts.slice(0, 2)).toEqual(['propose done', 'start started']);
    expect(acts.at(-1)).toBe('end done');
    expect(acts.filter((act) => act.endsWith(' started')).length).toBeGreaterThan(2);
    expect(await deployment.complaints()).toEqual([]);
  }, 120_000);

  test('goes on after kill -9, once, and one card tells of it', async () => {
    const { control, bot } = deployment;
    await control.command('UOPERATOR', '/hart backup full');
    const viewId = await dialogThat('UOPERATOR', /BACKUP DATABASE/);
    await sandbox('submit', { user: 'UOPERATOR', viewId, values: {} });
    await eventually(async () => {
      const begun = audited().some(
        ({ action, detail }) =>
          action === 'backup.full' && z.looseObject({}).parse(detail)['act'] === 'step',
      );
      if (!begun) throw new Error('no step has begun');
    });
    await bot.kill();
    bot.start();
    await deployment.ready();
    await ended('backup.full');
    const card = await cardThat(/R2[\s\S]*readable|readable[\s\S]*R2/i);
    const cards = (await control.messages()).filter((each) => keyOf(each) === keyOf(card));
    expect(cards).toHaveLength(1);
    const statements = await control.statements();
    const names = statements.flatMap(
      ({ text }) => /DISK = N'([^']+R2[^']*)'/.exec(text)?.[1] ?? [],
    );
    expect(names.length).toBeGreaterThan(0);
    const taken = audited().filter(
      ({ detail }) => z.looseObject({}).parse(detail)['act'] === 'take-over',
    );
    expect(taken).toHaveLength(1);
  }, 180_000);

  test('is refused to who may not, and that is in the audit log', async () => {
    const before = audited().length;
    await deployment.control.command('UVIEWER', '/hart backup log');
    await eventually(async () => {
      const refused = audited()
        .slice(before)
        .some(({ actor, outcome }) => String(actor).endsWith('/UVIEWER') && outcome === 'refused');
      expect(refused).toBe(true);
    });
  });
});
