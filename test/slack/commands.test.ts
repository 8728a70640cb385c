import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SlackBench, startBench, visible, waitFor } from './slack-bench.ts';

describe('commands over a real Slack socket', () => {
  let bench: SlackBench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.close());

  it.each([
    ['/hart status', /production.*1 warning, 15 ok, 0 unknown/],
    ['/hart check', /2 checks in/],
    ['/hart check queues', /1 of 2 rows beyond a limit/],
    ['/hart queues', /1,480 message/],
    ['/hart alerts', /1 open incident/],
    ['/hart alerts mine', /You hold nothing/],
    ['/hart alerts 7q3f', /incident 7Q3F/],
    ['/hart backups', /restorable to 4 min ago/],
    ['/hart digest', /Quiet day so far/],
    ['/hart whoami', /the person \*vera\*/],
    ['/hart', /You may use: status/],
    ['/hart help', /You may use: status/],
    ['/hart help check', /Runs one check against the server now/],
  ])('%s answers only the asker, marked as the sandbox', async (text, shows) => {
    const message = await bench.ask('UVIEWER', text, shows);

    expect(message.text).toMatch(/^SANDBOX /);
    expect(JSON.stringify(message.blocks[0])).toContain('SANDBOX');
  });

  it.each([
    ['/hart qeues', /Did you mean `queues`/],
    ['/hart stat', /Did you mean `status`/],
    ['/hart check quees', /Did you mean `\/hart check queues`/],
    ['/hart xyzzy', /hart has no command `xyzzy`/],
    ['/hart status --env production', /1 warning/],
    ['/hart status —env production', /1 warning/],
    ['/hart status --env prodution', /Did you mean `production`/],
    ['/hart status --verbose', /knows no option/],
    ['/hart check "queues', /not closed/],
    [`/hart ${'x'.repeat(3000)}`, /at most 500/],
    ['/hart check <!channel>', /There is no check `&lt;!channel&gt;`/],
  ])('%s is answered with a way on', async (text, shows) => {
    expect(visible(await bench.ask('UVIEWER', text, shows))).toMatch(shows);
  });

  it('shows the last known status first and replaces it by live values in the same message', async () => {
    const message = await bench.ask('UVIEWER', '/hart status', /^SANDBOX 🟡/);

    expect(message.versions.some(({ text }) => text.includes('⚪'))).toBe(true);
    expect(visible(message.versions[0] ?? message)).toContain('Measuring anew');
    expect(visible(message)).not.toContain('Measuring anew');
    expect(message.versions.length).toBeLessThanOrEqual(3);
  });

  it('lists for a viewer what an operator may do, under the operator’s name', async () => {
    const message = await bench.ask('UVIEWER', '/hart help', /You may use/);

    expect(visible(message)).toContain('`test-alert`: otto');
  });

  it.each([
    ['UGUEST', 'guest'],
    ['UOUTSIDER', 'foreign-team'],
  ])('S42 refuses %s everything', async (user, rule) => {
    for (const text of ['/hart status', '/hart help', '/hart whoami', '/hart nonsense']) {
      const message = await bench.ask(user, text, /Refused by the rule/);
      expect(visible(message)).toContain(rule);
      expect(visible(message)).not.toContain('production');
    }
  });

  it('S42 refuses in a channel that is shared with another organisation', async () => {
    const message = await bench.ask('UVIEWER', '/hart status', /Refused/, 'CSHARED');

    expect(visible(message)).toContain('shared with another organisation');
  });

  it('refuses a viewer a test alert, names who may, and writes the refusal to the audit log', async () => {
    const message = await bench.ask('UVIEWER', '/hart test-alert', /Refused/);

    expect(visible(message)).toContain('Those who may: otto');
    expect(bench.services.audited.at(-1)).toMatchObject({
      actor: 'slack:TSANDBOX/UVIEWER',
      action: 'test-alert',
      outcome: 'refused',
    });
  });

  it('sends an operator’s test alert and links to it; begun and done are on record', async () => {
    const message = await bench.ask('UOPERATOR', '/hart test-alert', /arrived in/);

    expect(visible(message)).toContain('archives/COPS/p1700000000000200');
    const entries = await waitFor(() => {
      const mine = bench.services.audited.filter(({ person }) => person === 'otto');
      return mine.length >= 2 ? mine : null;
    });
    expect(entries.map(({ outcome }) => outcome)).toEqual(['started', 'done']);
  });
});

describe('when things go wrong', () => {
  it('says that something broke, with a reference and without the raw error', async () => {
    const bench = await startBench({
      queues: () => Promise.reject(new Error('secret: SELECT 1')),
    });
    try {
      const message = await bench.ask('UVIEWER', '/hart queues', /something broke on its side/);

      expect(visible(message)).not.toContain('secret');
      expect(bench.services.audited.at(-1)?.outcome).toBe('failed');
    } finally {
      await bench.close();
    }
  });

  it('does not begin to change anything when the audit log cannot be written', async () => {
    let sent = 0;
    const bench = await startBench({
      audit: () => Promise.reject(new Error('disk full')),
      testAlert: async () => {
        sent += 1;
        return { key: 'k' };
      },
    });
    try {
      await bench.ask('UOPERATOR', '/hart test-alert', /something broke on its side/);

      expect(sent).toBe(0);
    } finally {
      await bench.close();
    }
  });

  it('answers once when Slack delivers the same command three times', async () => {
    let asked = 0;
    const bench = await startBench({
      testAlert: async () => {
        asked += 1;
        return { key: 'k' };
      },
    });
    try {
      bench.slack.setFault('slack-redelivers', true);
      await bench.ask('UOPERATOR', '/hart test-alert', /arrived in/);
      await bench.ask('UOPERATOR', '/hart whoami', /otto/);

      expect(asked).toBe(1);
    } finally {
      await bench.close();
    }
  });

  it('asks which environment is meant where the channel does not say, and never guesses', async () => {
    const base = await startBench();
    const facts = {
      ...base.services.facts,
      environments: [
        { name: 'production', channels: { ops: 'COPS', audit: 'COPS' } },
        { name: 'staging', channels: { ops: 'CAUDIT', audit: 'CAUDIT' } },
      ],
    };
    await base.close();
    const bench = await startBench({ facts });
    try {
      const message = await bench.ask('UVIEWER', '/hart queues', /Which environment/, 'DUVIEWER');
      expect(visible(message)).toContain('--env production');
      await bench.ask('UVIEWER', '/hart queues', /Queues of staging/, 'CAUDIT');
    } finally {
      await bench.close();
    }
  });
});
