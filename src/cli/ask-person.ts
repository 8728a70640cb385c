import { createInterface } from 'node:readline/promises';
import { UsageError } from './command.ts';

/**
 * Asks the person at the keyboard.
 *
 * @throws UsageError without one: a script says what it wants by options
 */
export async function askPerson(question: string, instead: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw new UsageError(`Nobody is at the keyboard to be asked. Give ${instead}.`);
  // On standard error: standard output is for the answer.
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await reader.question(question)).trim();
  } finally {
    reader.close();
  }
}
