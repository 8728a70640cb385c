import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { PlainReporter } from './test/support/plain-reporter.ts';
import { WaitingFirst } from './test/support/waiting-first.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // What takes minutes is for `npm run test:long`; a short form of each stands elsewhere.
    exclude: process.env['HART_LONG'] === '1' ? [] : ['test/long/**'],
    // Node keeps what it compiled of hart, which the tests start as a process hundreds of times.
    env: {
      NODE_COMPILE_CACHE: fileURLToPath(new URL('test-output/compile-cache', import.meta.url)),
    },
    sequence: { sequencer: WaitingFirst },
    reporters: ['default', new PlainReporter()],
    // A simulated world makes much that lives shortly: a roomy nursery halves what collecting it costs.
    execArgv: ['--max-semi-space-size=64'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Four workers on two cores: many files wait for clocks more than they compute. Several start a whole sandbox, which wants
    // about half a gigabyte.
    maxWorkers: 4,
  },
});
