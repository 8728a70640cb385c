import { parseArgs } from 'node:util';
import { benchAcknowledgement } from './acknowledgement.ts';
import { benchAlerting } from './alerting.ts';
import { benchCycleStatements } from './cycle-statements.ts';
import { machine, machineWords } from './machine.ts';
import { benchMemory } from './memory.ts';
import { benchReplayMonths } from './replay-months.ts';
import { benchRestorePlanner } from './restore-planner.ts';
import type { BenchRow } from './row.ts';
import { benchRunOverhead } from './run-overhead.ts';
import { longSizes, type Sizes, usualSizes } from './sizes.ts';
import { benchStart } from './start-time.ts';
import { benchStatusTime } from './status-time.ts';
import { benchHistory } from './store-history.ts';
import { benchStorm } from './storm.ts';
import { table } from './table.ts';

interface Bench {
  readonly title: string;
  readonly run: (sizes: Sizes) => readonly BenchRow[] | Promise<readonly BenchRow[]>;
}

const benches: Readonly<Record<string, Bench>> = {
  acknowledgement: {
    title: 'Time to the acknowledgement of a slash command',
    run: benchAcknowledgement,
  },
  status: { title: 'Time to the complete /hart status', run: benchStatusTime },
  statements: { title: 'Statements in one cycle of all checks', run: benchCycleStatements },
  memory: { title: 'Memory of the bot', run: benchMemory },
  start: { title: 'Start of sandbox and bot', run: benchStart },
  alerting: { title: 'Alerting, computed', run: benchAlerting },
  replay: { title: 'hart replay on three months of measurements', run: benchReplayMonths },
  history: { title: 'Twelve weeks of samples in the store', run: benchHistory },
  planner: { title: 'The restore planner', run: benchRestorePlanner },
  'run-overhead': { title: 'A run beside its statements', run: benchRunOverhead },
  storm: { title: 'A storm of alerts, half of them flapping', run: benchStorm },
};

const usage = `node bench/main.ts [--only NAME] [--long] [--json]   NAME: ${Object.keys(benches).join(', ')}\n`;

/** Runs the benches one after the other and prints their figures; 2 for wrong words. A missed aim is said, and fails nothing. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      long: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const names = values.only ?? Object.keys(benches);
  const wrong = names.find((name) => !(name in benches));
  if (values.help || wrong !== undefined) {
    process.stderr.write(wrong === undefined ? usage : `There is no bench "${wrong}".\n${usage}`);
    return values.help ? 0 : 2;
  }
  const on = machine();
  const print = (text: string) => {
    if (!values.json) process.stdout.write(`${text}\n`);
  };
  print(`${machineWords(on)}\n`);
  const results: { readonly name: string; readonly rows: readonly BenchRow[] }[] = [];
  for (const name of names) {
    const bench = benches[name];
    if (bench === undefined) continue;
    const rows = await bench.run(values.long ? longSizes : usualSizes);
    results.push({ name, rows });
    print(table(`${bench.title} (--only ${name})`, rows));
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ machine: on, results }, null, 2)}\n`);
  const rows = results.flatMap((result) => result.rows);
  const missed = rows.filter(({ met }) => met === false);
  print(`${rows.filter(({ met }) => met).length} aims met, ${missed.length} missed`);
  for (const { what, aim } of missed) print(`  missed: ${what} (${aim})`);
  return 0;
}

process.exitCode = await main();
