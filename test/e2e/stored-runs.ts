import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { RunState } from '../../src/domain/run.ts';

const stored = z.object({
  id: z.string(),
  state: z.custom<RunState>((value) => typeof value === 'string'),
  worker: z.string().nullable(),
  steps: z.array(z.object({ id: z.string(), state: z.string(), note: z.string().nullable() })),
});
export type StoredRun = z.infer<typeof stored>;

/** The runs in the file of a bot of this directory, running or dead, the oldest first. */
export function storedRuns(directory: string): readonly StoredRun[] {
  const file = join(directory, 'data', 'hart.db');
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  try {
    return database
      .prepare('select json from run order by number')
      .all()
      .map(({ json }) => stored.parse(JSON.parse(String(json))));
  } finally {
    database.close();
  }
}
