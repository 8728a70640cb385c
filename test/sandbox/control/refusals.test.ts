import { describe, expect, it, test } from 'vitest';
import { controlForTest } from './control-harness.ts';

describe('what the control API refuses', () => {
  const cases: [method: string, path: string, body: unknown, status: number, said: string][] = [
    ['POST', 'nothing', {}, 404, 'there is no call /_sandbox/nothing'],
    ['GET', 'toString', undefined, 404, 'there is no call'],
    ['GET', 'command', undefined, 405, 'takes POST, not GET'],
    ['POST', 'calls', {}, 405, 'takes GET and DELETE, not POST'],
    ['POST', 'command', '{', 400, 'the body is not JSON'],
    ['POST', 'command', {}, 400, 'user: '],
    ['POST', 'command', { user: 'UVIEWER', channel: 'COPS', text: '/other' }, 400, 'text: '],
    [
      'POST',
      'command',
      { user: 'UVIEWER', channel: 'COPS', text: '/hartley' },
      400,
      'must start with /hart',
    ],
    [
      'POST',
      'command',
      { user: 'UVIEWER', channel: 'COPS', text: '/hart', colour: 1 },
      400,
      'colour',
    ],
    [
      'POST',
      'command',
      { user: 'UNONE', channel: 'COPS', text: '/hart' },
      404,
      'there is no person UNONE',
    ],
    [
      'POST',
      'command',
      { user: 'UHART', channel: 'COPS', text: '/hart' },
      404,
      'there is no person UHART',
    ],
    [
      'POST',
      'command',
      { user: 'UVIEWER', channel: 'CNONE', text: '/hart' },
      404,
      'there is no conversation CNONE',
    ],
    [
      'POST',
      'command',
      { user: 'UGUEST', channel: 'CAUDIT', text: '/hart' },
      403,
      'UGUEST is not in CAUDIT',
    ],
    ['GET', 'messages', undefined, 400, 'channel: '],
    ['GET', 'messages?channel=CNONE', undefined, 404, 'there is no conversation'],
    ['GET', 'messages?channel=CAUDIT&user=UGUEST', undefined, 403, 'is not in CAUDIT'],
    ['GET', 'messages?channel=COPS&user=UNONE', undefined, 404, 'there is no person'],
    ['GET', 'messages?channel=COPS&users=UVIEWER', undefined, 400, 'users'],
    [
      'POST',
      'click',
      { user: 'UVIEWER', actionId: 'a' },
      400,
      'give either "channel" and "ts", or "viewId"',
    ],
    [
      'POST',
      'click',
      { user: 'UVIEWER', actionId: 'a', channel: 'COPS', ts: '1.1' },
      404,
      'there is no message',
    ],
    ['POST', 'click', { user: 'UVIEWER', actionId: 'a', viewId: 'VNONE' }, 404, 'there is no view'],
    ['POST', 'submit', { user: 'UVIEWER', viewId: 'VNONE', values: {} }, 404, 'there is no view'],
    ['GET', 'views', undefined, 400, 'user: '],
    ['POST', 'home', { user: 'UNONE' }, 404, 'there is no person'],
    ['POST', 'message', { user: 'UVIEWER', channel: 'COPS', text: '' }, 400, 'text: '],
    [
      'POST',
      'message',
      { user: 'UVIEWER', channel: 'COPS', text: 't', thread_ts: '1.1' },
      404,
      'there is no message',
    ],
    ['POST', 'world', { fault: 'moon-down', on: true }, 404, 'no fault "moon-down"'],
    [
      'POST',
      'world',
      { fault: 'queue-flooded', on: true, with: { colour: 1 } },
      400,
      'does not take "colour"',
    ],
    ['POST', 'world', { fault: 'queue-flooded' }, 400, 'on: '],
    ['POST', 'clock', { advance: '6h' }, 400, 'not an ISO 8601 duration'],
    ['POST', 'clock', { advance: '-PT6H' }, 400, 'not an ISO 8601 duration'],
    ['GET', 'calls?since=yesterday', undefined, 400, 'neither a moment nor a ts'],
  ];
  test.each(cases)('%s %s %j', async (method, path, body, status, said) => {
    const control = await controlForTest();
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await control.send(method, path, body === undefined ? {} : { body: text });
    expect(answer.status).toBe(status);
    expect(Object.keys(answer.body)).toEqual(['error']);
    expect(answer.body['error']).toContain(said);
  });

  it('is not for pages from elsewhere', async () => {
    const control = await controlForTest();
    const answer = await control.send('POST', 'reset', {
      headers: { origin: 'https://example.com' },
    });
    expect(answer).toMatchObject({ status: 403 });
    const own = await control.send('POST', 'reset', { headers: { origin: control.url } });
    expect(own).toMatchObject({ status: 200 });
  });

  it('says that something broke without falling over', async () => {
    const control = await controlForTest({ health: () => Promise.reject(new Error('no idea')) });
    expect(await control.get('health')).toEqual({ status: 500, body: { error: 'no idea' } });
    expect(await control.get('world')).toMatchObject({ status: 200 });
  });
});
