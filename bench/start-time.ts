import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { runProgramme } from './programme.ts';
import { type BenchRow, figure } from './row.ts';
import type { Sizes } from './sizes.ts';
import { median } from './statistics.ts';

const healthSchema = z.object({ ready: z.boolean() });

/** From the start of `npm start` to a bot that is connected and has run every check. */
export async function benchStart({ starts }: Sizes): Promise<BenchRow[]> {
  const page: number[] = [];
  const ready: number[] = [];
  for (let turn = 0; turn < starts; turn += 1) {
    const begin = performance.now();
    const demo = runProgramme(['src/main.ts', 'demo', '--port', '0'], {});
    try {
      const [, address = ''] = await demo.said(/open (http:\S+)/);
      page.push((performance.now() - begin) / 1000);
      while (!(await isReady(address))) {
        demo.mustRun();
        await sleep(50);
      }
      ready.push((performance.now() - begin) / 1000);
    } finally {
      await demo.stop();
    }
  }
  return [
    figure({ what: `start to the page, median of ${starts}`, value: median(page), unit: 's' }),
    figure({ what: `start to ready, median of ${starts}`, value: median(ready), unit: 's' }, 60),
  ];
}

async function isReady(address: string): Promise<boolean> {
  const response = await fetch(`${address}_sandbox/health`);
  return healthSchema.parse(await response.json()).ready;
}
