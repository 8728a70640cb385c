/** Imports what the bot imports and does nothing with it: what its memory is measured beside. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const { dependencies } = z
  .object({ dependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')));
const imported = [];
for (const name of [...Object.keys(dependencies), 'node:sqlite']) imported.push(await import(name));
process.stdout.write(`imported ${imported.length} packages\n`);
// Stays, so that its memory can be read.
setInterval(() => imported.length, 60_000);
