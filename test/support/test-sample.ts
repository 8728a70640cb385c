import type { Row, Sample } from '../../src/domain/sample.ts';

/** A sample with these rows, taken at `at`. */
export function sampleOf(rows: readonly Row[], at: number): Sample {
  return {
    environment: 'test',
    check: 'some-check',
    at,
    ms: 1,
    variant: null,
    replica: null,
    serverTime: null,
    startedAt: null,
    outcome: { kind: 'rows', rows },
  };
}
