import { execFile } from 'node:child_process';

/** What a tool ended with, and what it said. */
interface Call {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a tool to its end, whatever that is. */
export function runTool(program: string, words: readonly string[]): Promise<Call> {
  return new Promise((resolve) => {
    // nothing of the environment: the tools know where they are by their own place
    execFile(program, [...words], { env: {} }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}
