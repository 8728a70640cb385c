import * as fc from 'fast-check';
import { TOTP, URI } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { createStepUp, type EnrolmentStore, mostTries } from '../../src/step-up/create-step-up.ts';
import { createSeal } from '../../src/step-up/seal.ts';

const key = 'k'.repeat(32);
const start = Date.UTC(2026, 0, 1);

function memory(): EnrolmentStore & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    load: async (person) => texts.get(person) ?? null,
    async replace(person, before, after) {
      if ((texts.get(person) ?? null) !== before) return false;
      texts.set(person, after);
      return true;
    },
  };
}

function bench(secretKey: string | null = key) {
  const clock = { now: start };
  const store = memory();
  const stepUp = createStepUp({ secretKey, store, now: () => clock.now });
  return { clock, store, stepUp };
}

/** The authenticator app of someone who has enrolled. */
async function appOf(stepUp: ReturnType<typeof bench>['stepUp'], person: string): Promise<TOTP> {
  const enrolled = await stepUp.enrol(person);
  if ('rule' in enrolled) throw new Error(enrolled.message);
  const app = URI.parse(enrolled.uri);
  if (!(app instanceof TOTP)) throw new Error('no TOTP');
  return app;
}

async function admitted(person = 'ada') {
  const parts = bench();
  const app = await appOf(parts.stepUp, person);
  expect(await parts.stepUp.admit(person, 'alma')).toBeNull();
  return { ...parts, code: (at = parts.clock.now) => app.generate({ timestamp: at }) };
}

const ruleOf = async (answer: Promise<{ readonly rule: string } | null>) =>
  (await answer)?.rule ?? 'yes';

describe('S44 one-time codes', () => {
  it('counts once within its time step', async () => {
    const { stepUp, code } = await admitted();
    expect(await ruleOf(stepUp.verify('ada', code()))).toBe('yes');
    expect(await ruleOf(stepUp.verify('ada', code()))).toBe('code-used');
  });

  it('counts once when it comes twice in the same moment', async () => {
    const { stepUp, code } = await admitted();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => ruleOf(stepUp.verify('ada', code()))),
    );
    expect(answers.filter((rule) => rule === 'yes')).toHaveLength(1);
  });

  it('does not count again after a newer one was taken', async () => {
    const { stepUp, code, clock } = await admitted();
    const earlier = code();
    clock.now += 30_000;
    expect(await ruleOf(stepUp.verify('ada', code()))).toBe('yes');
    expect(await ruleOf(stepUp.verify('ada', earlier))).toBe('code-used');
  });

  it('is taken one step early or late, and no more', async () => {
    for (const [away, rule] of [
      [-60_000, 'code-wrong'],
      [-30_000, 'yes'],
      [30_000, 'yes'],
      [60_000, 'code-wrong'],
    ] as const) {
      const { stepUp, code, clock } = await admitted();
      expect(await ruleOf(stepUp.verify('ada', code(clock.now + away))), `${away}`).toBe(rule);
    }
  });

  it('is refused for a while after five wrong ones, the right one too', async () => {
    const { stepUp, code, clock } = await admitted();
    const wrong = code(start - 3_600_000);
    for (let tried = 1; tried < mostTries; tried += 1)
      expect(await ruleOf(stepUp.verify('ada', wrong))).toBe('code-wrong');
    expect(await ruleOf(stepUp.verify('ada', wrong))).toBe('code-locked');
    expect(await ruleOf(stepUp.verify('ada', code()))).toBe('code-locked');
    clock.now += 15 * 60_000;
    expect(await ruleOf(stepUp.verify('ada', code()))).toBe('yes');
  });

  it('counts nothing before another admin has admitted it', async () => {
    const { stepUp, clock } = bench();
    const app = await appOf(stepUp, 'alma');
    const code = app.generate({ timestamp: clock.now });
    expect(await ruleOf(stepUp.verify('alma', code))).toBe('not-admitted');
    expect(await ruleOf(stepUp.admit('alma', 'alma'))).toBe('own-enrolment');
    expect(await ruleOf(stepUp.verify('alma', code))).toBe('not-admitted');
    expect(await ruleOf(stepUp.admit('alma', 'anna'))).toBe('yes');
    expect(await ruleOf(stepUp.verify('alma', code))).toBe('yes');
  });

  it('wants admission again after enrolling anew', async () => {
    const { stepUp, clock } = await admitted();
    const app = await appOf(stepUp, 'ada');
    const code = app.generate({ timestamp: clock.now });
    expect(await ruleOf(stepUp.verify('ada', code))).toBe('not-admitted');
  });

  it('refuses everything without a secret key', async () => {
    const { stepUp } = bench(null);
    expect(await ruleOf(stepUp.verify('ada', '123456'))).toBe('no-secret-key');
    expect(await stepUp.enrol('ada')).toMatchObject({ rule: 'no-secret-key' });
    expect(await ruleOf(stepUp.admit('ada', 'alma'))).toBe('no-secret-key');
  });

  it('asks for a code where none is given, and does not count that as a try', async () => {
    const { stepUp, code } = await admitted();
    for (let asked = 0; asked < 2 * mostTries; asked += 1)
      expect(await ruleOf(stepUp.verify('ada', undefined))).toBe('code-wanted');
    expect(await ruleOf(stepUp.verify('ada', ` ${code().slice(0, 3)} ${code().slice(3)} `))).toBe(
      'yes',
    );
  });

  it('takes no other text for a code, whatever it is', async () => {
    const { stepUp, code, clock } = await admitted();
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), async (text) => {
        fc.pre(text.replaceAll(/\s/g, '') !== code() && text.replaceAll(/\s/g, '') !== '');
        clock.now += 20 * 60_000;
        expect(await ruleOf(stepUp.verify('ada', text))).not.toBe('yes');
      }),
    );
  });
});

describe('S45 what is stored of a code', () => {
  it('holds no secret that can be read', async () => {
    const { store, stepUp } = bench();
    const app = await appOf(stepUp, 'ada');
    expect([...store.texts.values()].join()).not.toContain(app.secret.base32);
  });

  it('cannot be moved to another person', async () => {
    const { store, stepUp, code } = await admitted();
    store.texts.set('otto', store.texts.get('ada') ?? '');
    expect(await ruleOf(stepUp.verify('otto', code()))).toBe('enrolment-broken');
  });

  it('cannot be written without the key', async () => {
    const { store, stepUp } = await admitted();
    const other = createSeal('another key', 'one-time codes');
    store.texts.set('ada', other.close('{"person":"ada"}', 'ada'));
    expect(await ruleOf(stepUp.verify('ada', '123456'))).toBe('enrolment-broken');
  });

  it('cannot be changed in a single character', async () => {
    const { store, stepUp, code } = await admitted();
    const whole = store.texts.get('ada') ?? '';
    fc.assert(
      fc.property(fc.nat({ max: whole.length - 1 }), (place) => {
        const changed = whole[place] === 'A' ? 'B' : 'A';
        const seal = createSeal(key, 'one-time codes');
        const text = `${whole.slice(0, place)}${changed}${whole.slice(place + 1)}`;
        // The last character of a base64 part may carry bits that mean nothing.
        fc.pre(Buffer.from(text, 'base64url').compare(Buffer.from(whole, 'base64url')) !== 0);
        const opened = seal.open(text, 'ada');
        expect(opened === null || opened === seal.open(whole, 'ada')).toBe(true);
      }),
    );
    expect(await ruleOf(stepUp.verify('ada', code()))).toBe('yes');
  });
});
