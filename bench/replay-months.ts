import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { monthsOfMeasurements } from './months-of-measurements.ts';
import { runProgramme } from './programme.ts';
import { type BenchRow, comparison, figure } from './row.ts';
import type { Sizes } from './sizes.ts';
import { median } from './statistics.ts';

/** Growing with the length of the recording is what this is about: half more for each is noise and the collector's. */
const most = 1.5;
const said = z.object({
  readMs: z.number(),
  allMs: z.number(),
  againMs: z.number(),
  transitions: z.number().positive(),
  notifications: z.number().positive(),
  outputBytes: z.number(),
  peakMb: z.number(),
});

/** `hart replay` on three months of measurements, what one evaluation costs there beside a hundredth of them. */
export async function benchReplayMonths({ evaluations }: Sizes): Promise<BenchRow[]> {
  const directory = mkdtempSync(join(tmpdir(), 'hart-bench-replay-'));
  try {
    const few = Math.max(100, evaluations / 100);
    const [short, long] = [join(directory, 'short.json'), join(directory, 'long.json')];
    await write(short, few);
    await write(long, evaluations);
    // In turns, so that whatever else the machine does hits both.
    const shorts = [await replayOnce(short), await replayOnce(short)];
    const whole = await replayOnce(long);
    shorts.push(await replayOnce(short));
    const each = (of: 'readMs' | 'againMs') => (median(shorts.map((one) => one[of])) / few) * 1000;
    const words = (count: number) => count.toLocaleString('en');
    const row = (what: string, of: 'readMs' | 'againMs', aim: number | null) =>
      comparison(
        {
          what: `${what} one of ${words(evaluations)} evaluations`,
          value: (whole[of] / evaluations) * 1000,
          unit: 'µs',
          beside: each(of),
          besideWhat: `one of ${words(few)}`,
        },
        aim,
      );
    return [
      figure({
        what: `three months, ${words(evaluations)} evaluations of 3 rows in one file`,
        value: whole.allMs / 1000,
        unit: 's',
        notes: [
          `${Math.round(evaluations / (whole.allMs / 1000))} evaluations a second from file to answer`,
          `${whole.transitions} transitions, ${whole.notifications} notifications; the file has ${megabytes(statSync(long).size)} MB, the answer ${megabytes(whole.outputBytes)} MB`,
        ],
      }),
      row('verifying and replaying', 'againMs', most),
      row('reading the file,', 'readMs', null),
      comparison(
        {
          what: 'its greatest resident memory',
          value: whole.peakMb,
          unit: 'MB',
          beside: median(shorts.map(({ peakMb }) => peakMb)),
          besideWhat: words(few),
          notes: [`${((whole.peakMb * 2 ** 20) / evaluations / 1024).toFixed(1)} KB an evaluation`],
        },
        null,
      ),
    ];
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function write(file: string, count: number): Promise<void> {
  await pipeline(Readable.from(monthsOfMeasurements(count)), createWriteStream(file));
}

async function replayOnce(file: string): Promise<z.infer<typeof said>> {
  const programme = runProgramme(['bench/replay-once.ts', file], {});
  const [line] = await programme.said(/\{.*\}\n/);
  await programme.stop();
  return said.parse(JSON.parse(line));
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}
