import { expect, it } from 'vitest';
import { checkTable } from '../../../src/slack/blocks/check-table.ts';
import { aCheckResult } from '../../fakes/views.ts';
import { readMessage } from './read-message.ts';

it('the rows of a check show the course of its number, each its own though the worst stands first', () => {
  const rowTrends = {
    column: 'depth',
    values: [
      [3, 3, 3],
      [10, 400, 1480],
    ],
  };
  const shown = readMessage(checkTable(aCheckResult({ rowTrends }), null));
  expect(shown).toMatch(
    /trend of depth \|\n\| 🟡 \| Neo4jSyncQueue .*\| ▁▃█ \|\n\| 🟢 \| ActQueue .*\| ▁▁▁ \|/,
  );
  expect(readMessage(checkTable(aCheckResult(), null))).not.toContain('trend');
});
