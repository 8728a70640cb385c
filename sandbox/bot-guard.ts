/**
 * Runs a command and ends it when the process that started this one is gone, however that ended: the pipe to standard
 * input closes with it. Usage: node bot-guard.ts COMMAND [ARGUMENT...]
 */
import { spawn } from 'node:child_process';

/** How long the command may take to stop by itself: milliseconds. */
const patience = 35_000;

const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });

function stop(signal: NodeJS.Signals): void {
  child.kill(signal);
  setTimeout(() => child.kill('SIGKILL'), patience).unref();
}

process.on('SIGINT', () => stop('SIGINT'));
process.on('SIGTERM', () => stop('SIGTERM'));
process.stdin.on('end', () => stop('SIGTERM'));
process.stdin.on('error', () => stop('SIGTERM'));
process.stdin.resume();
child.on('error', (error) => {
  process.stderr.write(`SANDBOX: cannot start the bot: ${error.message}\n`);
  process.exit(127);
});
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
