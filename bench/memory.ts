import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { memoryEnvironment, memoryLimits } from '../src/cli/memory-limits.ts';
import { type BotOnSandbox, startBotOnSandbox } from './bot-on-sandbox.ts';
import { residentMemory, runProgramme } from './programme.ts';
import { type BenchRow, comparison, figure } from './row.ts';
import type { Sizes } from './sizes.ts';
import { median, slope } from './statistics.ts';

const most = 1.5;
/** Below this a slope is noise of the garbage collector: MB in 1,000 cycles. */
const steady = 1;
/** Much quicker than any deployment would have it; the sandbox answers about as quickly. */
const interval = '250ms';

interface Look {
  readonly cycle: number;
  /** MB. */
  readonly resident: number;
  /** MB. */
  readonly heap: number;
}

/** The bot's resident memory beside a process that only imports the same packages, and how it grows with cycles. */
export async function benchMemory({ cycles }: Sizes): Promise<BenchRow[]> {
  const imports = await memoryOfImports();
  const watched = await startBotOnSandbox(interval);
  try {
    const looks = await follow(watched, cycles);
    // By then every path has been walked and compiled.
    const later = looks.filter(({ cycle }) => cycle >= cycles / 5);
    const overCycles = (of: 'resident' | 'heap') =>
      slope(later.map((look) => [look.cycle / 1000, look[of]]));
    const [resident, heap] = [overCycles('resident'), overCycles('heap')];
    return [
      comparison(
        {
          what: `resident memory, median over ${cycles} cycles`,
          value: median(later.map((look) => look.resident)),
          unit: 'MB',
          beside: imports,
          besideWhat: 'the packages alone, same limits',
          notes: [`at the start ${Math.round(looks[0]?.resident ?? Number.NaN)} MB`],
        },
        most,
      ),
      figure(
        {
          what: 'growth of resident memory in 1,000 cycles',
          value: resident.slope,
          unit: 'MB',
          notes: [`± ${resident.standardError.toFixed(2)} MB (standard error)`],
        },
        steady,
      ),
      figure({
        what: 'growth of the used heap in 1,000 cycles',
        value: heap.slope,
        unit: 'MB',
        notes: [`± ${heap.standardError.toFixed(2)} MB (standard error)`],
      }),
    ];
  } finally {
    await watched.close();
  }
}

async function memoryOfImports(): Promise<number> {
  const programme = runProgramme([...memoryLimits, 'bench/import-packages.ts'], memoryEnvironment);
  try {
    await programme.said(/imported/);
    await sleep(1000);
    return residentMemory(programme.pid);
  } finally {
    await programme.stop();
  }
}

/** Looks once a second until every check has run so often. */
async function follow({ bot, metrics }: BotOnSandbox, cycles: number): Promise<Look[]> {
  const checks = readdirSync(new URL('../sql/checks/', import.meta.url)).length;
  const looks: Look[] = [];
  for (let cycle = 0; cycle < cycles || looks.length < 4; ) {
    await sleep(1000);
    bot.mustRun();
    const found = await metrics();
    const probes = [...found].filter(([name]) =>
      name.startsWith('hart_probe_duration_seconds_count'),
    );
    cycle = probes.reduce((sum, [, count]) => sum + count, 0) / checks;
    looks.push({
      cycle,
      resident: residentMemory(bot.pid),
      heap: (found.get('hart_nodejs_heap_size_used_bytes') ?? Number.NaN) / 2 ** 20,
    });
  }
  return looks;
}
