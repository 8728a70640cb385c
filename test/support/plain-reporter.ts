import type { Reporter, TestCase, TestModule } from 'vitest/node';

/**
 * Closes a run with what machines and tired people look for: every skipped test with its reason, and one plain line
 * `N passed, N failed, N skipped`. With HART_REQUIRE_ALL=1 (CI) a skipped test is a failure.
 */
export class PlainReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const broken = modules.filter((module) => module.errors().length > 0).length;
    // `-t` leaves the others out without running them: those were not asked for, which is no skip.
    const skipped = tests.filter(
      (test) => test.result().state === 'skipped' && reasonOf(test) !== undefined,
    );
    for (const test of skipped) this.#print(`skipped: ${test.fullName}: ${reasonOf(test)}`);
    if (process.env['HART_REQUIRE_ALL'] === '1' && skipped.length > 0) {
      this.#print('HART_REQUIRE_ALL=1: nothing may be skipped here');
      process.exitCode = 1;
    }
    this.#print(
      `${count('passed')} passed, ${count('failed') + broken} failed, ${skipped.length} skipped`,
    );
  }

  #print(line: string): void {
    process.stdout.write(`${line}\n`);
  }
}

function reasonOf(test: TestCase): string | undefined {
  const result = test.result();
  return result.state === 'skipped' ? result.note : undefined;
}
