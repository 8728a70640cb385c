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
