import { startSlack } from '../../sandbox/slack/slack.ts';
import { silent } from '../sandbox/slack/quiet-log.ts';
import type { Message } from './control-client.ts';

interface Content {
  readonly text: string;
  readonly blocks: readonly unknown[];
}

/**
 * Everything that Slack's `blocks.validate` has against these messages or what they said before, and those that do not
 * say that they come from a simulation.
 */
export async function complaintsAbout(messages: readonly Message[]): Promise<readonly string[]> {
  const slack = await startSlack({ log: silent, rateLimits: false });
  const complaints: string[] = [];
  try {
    const contents = messages
      .filter(({ deleted }) => !deleted)
      .flatMap(({ text, blocks, versions }): Content[] => [{ text, blocks }, ...versions]);
    for (const { text, blocks } of contents) {
      if (!text.includes('SANDBOX')) complaints.push(`not marked: ${text}`);
      const response = await fetch(`${slack.apiUrl}blocks.validate`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${slack.tokens.bot}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ message: { text, blocks } }),
      });
      const answer = await response.text();
      if (!answer.includes('"ok":true')) complaints.push(`${answer}: ${text}`);
    }
  } finally {
    await slack.close();
  }
  return complaints;
}
