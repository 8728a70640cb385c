import { endBySignals } from './cli/end-by-signals.ts';
import { limitMemory } from './cli/memory-limits.ts';

endBySignals(process);
if (process.argv[2] === 'run')
  limitMemory({
    execPath: process.execPath,
    execArgv: process.execArgv,
    argv: process.argv,
    env: process.env,
    platform: process.platform,
    execve: process.execve?.bind(process),
  });
// Loaded only now: it takes seconds where the machine is busy, and a stop may be asked for meanwhile.
const { commands, runCommandLine } = await import('./cli/command-line.ts');

// Whoever reads our output may stop reading, as `head` does: that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2), commands, {
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
// A start that failed leaves connections and timers behind: a process that lives on as nothing would not be started anew.
setTimeout(() => process.exit(), 2000).unref();
