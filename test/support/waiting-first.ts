import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that start processes, and wait for clocks more than they compute. */
const waiting = /\/test\/(e2e|page|bench|long)\/|\.e2e\.test\.ts$/;

/**
 * Runs the files that wait before those that compute: a run that ends with one of the former ends a minute later than it must.
 * A fresh clone knows no durations, and a file's size says nothing of them.
 */
export class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- the sequencer's own, which changes no array
    const usual = await super.sort(files);
    return [...usual.filter(waits), ...usual.filter((file) => !waits(file))];
  }
}

function waits(file: TestSpecification): boolean {
  return waiting.test(file.moduleId);
}
