import { afterAll, beforeAll, expect, it } from 'vitest';
import { fakeServices, sandboxAuthority } from '../fakes/fake-services.ts';
import { type SlackBench, startBench } from './slack-bench.ts';

let bench: SlackBench;

beforeAll(async () => {
  const { facts } = fakeServices();
  bench = await startBench({
    facts: {
      ...facts,
      authority: {
        ...sandboxAuthority,
        rolesIn: { production: { operator: { people: ['ada'], groups: [] } } },
      },
    },
  });
});

afterAll(() => bench.close());

it('S17 an operator of elsewhere is refused where others are the operators, and they are not', async () => {
  await bench.ask('UOPERATOR', '/hart test-alert', /needs the role \*operator\*/);
  expect(bench.services.audited.at(-1)).toMatchObject({
    environment: 'production',
    outcome: 'refused',
    person: 'otto',
  });
  // Reading is the same everywhere.
  await bench.ask('UOPERATOR', '/hart status', /SQL Server/);
  await bench.ask('UAPPROVER1', '/hart test-alert', /test alert/i);
  expect(bench.services.audited).toContainEqual(
    expect.objectContaining({ action: 'test-alert', outcome: 'started', person: 'ada' }),
  );
});

it('S17 help says who may in the environment asked about, and of all where none is', async () => {
  const { facts } = fakeServices();
  const others = await startBench({
    facts: {
      ...facts,
      environments: [
        { name: 'production', channels: { ops: 'COPS', audit: 'COPS' } },
        { name: 'staging', channels: { ops: 'CAUDIT', audit: 'CAUDIT' } },
      ],
      authority: {
        ...sandboxAuthority,
        rolesIn: { staging: { operator: { people: ['ben'], groups: ['SDBA'] } } },
      },
    },
  });
  try {
    /** What is not for this person, and their whole answer. */
    const asked = async (user: string, text: string, channel: string) => {
      const { blocks } = await others.ask(user, text, /Not for you/, channel);
      const all = JSON.stringify(blocks);
      return { all, rest: /Not for you[^"]*/.exec(all)?.[0] };
    };
    const whose = '`backup` `restore` `resync` `cancel` `test-alert`';
    const there = await asked('UOPERATOR', '/hart help', 'CAUDIT');
    expect(there.rest).toContain(
      `Not for you in staging: ${whose}: ben, members of the group SDBA`,
    );
    // An operator elsewhere is none there, and is not offered what is refused there.
    expect(there.all).not.toContain('/hart restore [');
    const here = await asked('UVIEWER', '/hart help', 'COPS');
    expect(here.rest).toContain(`Not for you in production: ${whose}: otto ·`);
    const named = await asked('UVIEWER', '/hart help --env staging', 'COPS');
    expect(named.rest).toContain(`Not for you in staging: ${whose}: ben,`);
    const nowhere = await asked('UVIEWER', '/hart help', 'DUVIEWER');
    expect(nowhere.rest).toContain(`Not for you: ${whose}: otto; in staging ben,`);
    await others.ask('UVIEWER', '/hart help --env stagin', /Did you mean `staging`/, 'COPS');
  } finally {
    await others.close();
  }
});
