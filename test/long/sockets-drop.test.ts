import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { wordsOf } from '../support/conversation.ts';
import { type Deployment, deploy, showOutputOnFailure } from '../support/deployment.ts';
import { eventually, pause } from '../support/eventually.ts';

const second = 1000;
/** How long the connections of Socket Mode keep breaking: seconds. Each lasts eight. */
const breaking = Number(process.env['HART_SOCKETS_BREAK'] ?? 300) * second;
const commands = 200;
/** So many at most may meet a moment without any connection, or lose their acknowledgement with the last one. */
const mostRefused = commands / 20;

let deployment: Deployment;

beforeAll(async () => {
  deployment = await deploy({ bot: 'own' });
  await deployment.ready();
}, 120_000);
afterAll(() => deployment.close());
beforeEach(() => showOutputOnFailure(deployment));

test(
  `each of ${commands} commands is answered once while the sockets break every eight seconds`,
  async () => {
    const { control } = deployment;
    await control.fault('socket-drops', true);
    const begin = Date.now();
    const taken: string[] = [];
    const refused: string[] = [];
    for (let count = 0; taken.length < commands; count += 1) {
      // A check that does not exist is named in the answer, which tells whose answer it is.
      const word = `zz${count}zz`;
      const { acked } = await control.command('UVIEWER', `/hart check ${word}`);
      (acked ? taken : refused).push(word);
      const due = begin + (taken.length * breaking) / commands;
      await pause(Math.max(acked ? 0 : 500, due - Date.now()));
    }
    await control.fault('socket-drops', false);

    const answers = async (word: string) => {
      const all = await control.messages({ user: 'UVIEWER' });
      return all.filter((message) => message.ephemeral && wordsOf(message).includes(word)).length;
    };
    for (const word of taken)
      await eventually(async () => expect([word, await answers(word)]).toEqual([word, 1]));
    expect(refused.length).toBeLessThanOrEqual(mostRefused);
    // Slack told the person of these that hart did not respond; what was done for them all the same was done once.
    for (const word of refused) expect(await answers(word)).toBeLessThanOrEqual(1);
    await deployment.ready();
    const figures = {
      'sockets broke for, s': (Date.now() - begin) / second,
      'commands answered once': taken.length,
      'times that Slack had no connection': refused.length,
    };
    process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
  },
  breaking * 2 + 300 * second,
);
