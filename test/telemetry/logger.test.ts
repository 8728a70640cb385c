import { Writable } from 'node:stream';
import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Logger } from '../../src/domain/logger.ts';
import { createLogger } from '../../src/telemetry/logger.ts';

const canary = 'xoxb-Canary "quoted" \\ 7/+=é&<ß>\'%';
const plain = 'S3cret-canary+value/42';
const pem = '-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----';

function capture(secrets: readonly string[] = [canary, plain, pem]) {
  const lines: string[] = [];
  const log = createLogger({ level: 'debug', secrets, write: (line) => lines.push(line) });
  return { log, lines, text: () => lines.join('') };
}

/** What must not be in any line, in whatever form somebody could read it back. */
function leaks(text: string, secret: string): string[] {
  const words = text.match(/[A-Za-z0-9+/_-]{6,}={0,2}/g) ?? [];
  const shifted = words.flatMap((word) => [0, 1, 2, 3].map((skip) => word.slice(skip)));
  const binary = shifted.map((word) => Buffer.from(word, 'base64'));
  const numbered = text.replaceAll(/"\d+":(\d+)/g, '$1').match(/\d+(?:,\d+){3,}/g) ?? [];
  const candidates = [
    text,
    text.replaceAll('\\\\', '\\').replaceAll('\\"', '"'),
    decoded(text),
    decoded(decoded(text)),
    ...binary.map((bytes) => bytes.toString()),
    ...binary.flatMap((bytes) => [0, 1].map((skip) => bytes.subarray(skip).toString('utf16le'))),
    ...numbered.map((list) => Buffer.from(list.split(',').map(Number)).toString()),
    ...(text.match(/(?:[0-9a-f]{2})+/gi) ?? []).map((word) => Buffer.from(word, 'hex').toString()),
  ];
  return candidates.filter((candidate) => candidate.includes(secret));
}

function decoded(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (bytes) => {
    try {
      return decodeURIComponent(bytes);
    } catch {
      return bytes;
    }
  });
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const error = (message: string, cause?: unknown) => new Error(message, { cause });

type Place = readonly [place: string, log: (log: Logger, secret: string) => void];
const places: readonly Place[] = [
  ['the message', (log, s) => log.info({}, `could not sign in with ${s}.`)],
  ['a field', (log, s) => log.info({ anything: s }, 'x')],
  ['a field deep down', (log, s) => log.info({ a: [{ b: { c: [1, s] } }] }, 'x')],
  ['the name of a field', (log, s) => log.info({ [s]: 1 }, 'x')],
  ['a field of a child logger', (log, s) => log.child({ part: s }).warn({}, 'x')],
  [
    'a child of a child',
    (log, s) =>
      log
        .child({ a: 1 })
        .child({ [s]: s })
        .warn({}, s),
  ],
  ['the message of an error', (log, s) => log.error({ err: error(`Login failed: ${s}`) }, 'x')],
  ['an error in another field', (log, s) => log.error({ error: error(s), reason: error(s) }, 'x')],
  ['the cause of an error', (log, s) => log.error({ err: error('a', error('b', error(s))) }, 'x')],
  [
    'a property of an error',
    (log, s) => log.error({ err: Object.assign(error('a'), { config: { p: s } }) }, 'x'),
  ],
  [
    'the name of an error',
    (log, s) => log.error({ err: Object.assign(error('a'), { name: s }) }, 'x'),
  ],
  [
    'a stack',
    (log, s) =>
      log.error({ err: Object.assign(error('a'), { stack: `Error: a\n    at ${s}:1:1` }) }, 'x'),
  ],
  [
    'an aggregate of errors',
    (log, s) => log.error({ err: new AggregateError([error(s)], 'several') }, 'x'),
  ],
  ['JSON in a text', (log, s) => log.info({ body: JSON.stringify({ p: s }) }, 'x')],
  [
    'JSON in JSON in a text',
    (log, s) => log.info({ body: JSON.stringify({ b: JSON.stringify({ p: s }) }) }, 'x'),
  ],
  ['what inspect shows', (log, s) => log.info({ seen: inspect({ p: s }) }, 'x')],
  ['a query string', (log, s) => log.info({ url: `https://h/?q=${encodeURIComponent(s)}` }, 'x')],
  ['a form', (log, s) => log.info({ body: new URLSearchParams({ p: s }).toString() }, 'x')],
  [
    'the password of a URL',
    (log, s) => log.info({ url: Object.assign(new URL('http://u@h/'), { password: s }) }, 'x'),
  ],
  [
    'a URL encoded twice',
    (log, s) => log.info({ url: encodeURIComponent(encodeURIComponent(s)) }, 'x'),
  ],
  [
    'small hexadecimal digits',
    (log, s) => log.info({ url: encodeURIComponent(s).toLowerCase() }, 'x'),
  ],
  [
    'XML',
    (log, s) =>
      log.info(
        {
          body: `<p>${s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</p>`,
        },
        'x',
      ),
  ],
  ['Base64', (log, s) => log.info({ header: base64(s) }, 'x')],
  [
    'a Basic authorization',
    (log, s) => log.info({ header: `Basic ${base64(`hart_reader:${s}`)}` }, 'x'),
  ],
  [
    'Base64 of a longer text',
    (log, s) =>
      log.info({ a: base64(`:${s}:`), b: base64(`ab${s}z`), c: base64(`abc${s}zz`) }, 'x'),
  ],
  ['Base64 for URLs', (log, s) => log.info({ a: Buffer.from(`>${s}`).toString('base64url') }, 'x')],
  ['Base64 in a URL', (log, s) => log.info({ a: encodeURIComponent(base64(s)) }, 'x')],
  [
    'UTF-16 in Base64',
    (log, s) => log.info({ a: Buffer.from(s, 'utf16le').toString('base64') }, 'x'),
  ],
  ['hexadecimal', (log, s) => log.info({ a: Buffer.from(s).toString('hex').toUpperCase() }, 'x')],
  ['a Buffer', (log, s) => log.info({ a: Buffer.from(s) }, 'x')],
  ['a typed array', (log, s) => log.info({ a: { b: new TextEncoder().encode(s) } }, 'x')],
  [
    'a list of bytes',
    (log, s) =>
      log.info({ a: [...Buffer.from(s)], type: 'Buffer', data: [...Buffer.from(s)] }, 'x'),
  ],
  ['a toJSON', (log, s) => log.info({ a: { toJSON: () => ({ s }) } }, 'x')],
  ['several times', (log, s) => log.info({ a: `${s}${s} ${s}` }, `${s}${s}`)],
];

describe('the logger keeps secrets', () => {
  it.each(places)('out of %s', (_, write) => {
    for (const secret of [canary, plain]) {
      const { log, lines, text } = capture();
      write(log, secret);
      expect(lines).toHaveLength(1);
      expect(leaks(text(), secret)).toEqual([]);
      expect(text()).not.toContain([...Buffer.from(secret)].join(','));
      expect(() => JSON.parse(text())).not.toThrow();
    }
  });

  it('and shows that it took something out', () => {
    const { log, text } = capture();
    log.info({ url: `bolt://neo4j:${plain}@host` }, 'Connecting');
    expect(JSON.parse(text())).toMatchObject({
      url: 'bolt://neo4j:[secret]@host',
      msg: 'Connecting',
    });
  });

  it('line by line, where one has several', () => {
    const { log, text } = capture();
    log.info({ a: 'hkiG9w0BAQEFAASC', b: pem }, 'x');
    expect(text()).not.toContain('hkiG9w0BAQEFAASC');
    expect(text()).not.toContain('MIIEvQIBADANBgkq');
  });

  it('even when it is a number', () => {
    const { log, text } = capture(['48151623']);
    log.info({ pin: 48_151_623, text: 'pin 48151623' }, 'x');
    expect(text()).not.toContain('48151623');
  });

  it.each(['"', ':', ',', '{', '1', '\\', 'level', 'a'])(
    'even when it is %s, and stays JSON',
    (secret) => {
      const { log, text } = capture([secret]);
      log.info({ note: `x${secret}y` }, 'z');
      expect(Object.values(JSON.parse(text()))).toContain('x[secret]y');
    },
  );

  it('by the names of fields, whatever is in them', () => {
    const { log, text } = capture([]);
    log.info(
      {
        password: 'unknown-1',
        options: { headers: { Authorization: 'unknown-2', cookie: ['unknown-3'] } },
        slackToken: { value: 'unknown-4' },
        signingSecret: 'unknown-5',
        hasPassword: true,
        passed: 3,
      },
      'x',
    );
    expect(text()).not.toContain('unknown');
    expect(JSON.parse(text())).toMatchObject({ hasPassword: true, passed: 3 });
  });

  it('whatever they are and wherever they lie', () => {
    fc.assert(
      fc.property(
        fc
          .string({ minLength: 6, maxLength: 40, unit: 'binary' })
          .filter((text) => /\S{6}/.test(text)),
        fc.string({ maxLength: 10, unit: 'binary' }),
        fc.string({ maxLength: 10, unit: 'binary' }),
        (secret, before, after) => {
          fc.pre(!'[secret]'.includes(secret));
          const { log, lines } = capture([secret]);
          log.info({ a: `${before}${secret}${after}`, err: new Error(before + secret) }, secret);
          const line: unknown = JSON.parse(lines[0] ?? '');
          expect(JSON.stringify(line)).not.toContain(JSON.stringify(secret).slice(1, -1));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the logger', () => {
  it('writes one line of JSON with level, time, fields and message', () => {
    const { log, lines } = capture();
    log.child({ run: 'R1' }).warn({ check: 'queues' }, 'A probe failed');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'warn',
      run: 'R1',
      check: 'queues',
      msg: 'A probe failed',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
  });

  it('writes message, stack and causes of an error', () => {
    const { log, lines } = capture();
    log.error({ err: error('outer', error('inner')) }, 'x');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      err: { type: 'Error', message: 'outer', stack: expect.stringContaining('logger.test.ts') },
    });
    expect(lines[0]).toContain('inner');
  });

  it('leaves out what is below its level', () => {
    const lines: string[] = [];
    const log = createLogger({ level: 'warn', secrets: [], write: (line) => lines.push(line) });
    log.debug({}, 'a');
    log.info({}, 'b');
    log.child({}).info({}, 'c');
    expect(lines).toEqual([]);
  });

  it('leaves lines without a secret as they are', () => {
    const { log, lines } = capture();
    log.info({ check: 'queues', rows: [1, 2, 300], zero: { '0': 'a' } }, 'ok');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ rows: [1, 2, 300], zero: { '0': 'a' } });
  });

  it('survives what cannot be written as JSON', () => {
    const { log, lines } = capture();
    const ring: Record<string, unknown> = { stream: new Writable(), big: 1n, secret: plain };
    ring['self'] = ring;
    log.info({ ring }, 'x');
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain(plain);
  });
});
