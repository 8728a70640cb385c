import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { limitMemory, memoryEnvironment, memoryLimits } from '../../src/cli/memory-limits.ts';

const limits = [...memoryLimits];
const apart = { ...memoryEnvironment };

/** How the process would begin anew; null where it goes on as it is. */
function renewed(
  given: {
    readonly execArgv?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
    readonly platform?: string;
  },
  there = true,
) {
  let found: { readonly args: readonly string[]; readonly env: object } | null = null;
  const replace = (_: string, args: readonly string[], env: object) => {
    found = { args, env };
    throw new Error('replaced');
  };
  try {
    limitMemory({
      execPath: '/bin/node',
      execArgv: [],
      argv: ['/bin/node', '/hart/src/main.ts', 'run', '--config', 'a b.yml'],
      env: {},
      platform: 'linux',
      execve: there ? replace : undefined,
      ...given,
    });
  } catch {
    return found;
  }
  return null;
}

describe('the limits of memory', () => {
  const words = ['/hart/src/main.ts', 'run', '--config', 'a b.yml'];

  it.each([
    ['none', {}, { args: ['/bin/node', ...limits, ...words], env: apart }],
    [
      'only those of Node',
      { execArgv: limits },
      { args: ['/bin/node', ...limits, ...words], env: apart },
    ],
    [
      'options of another kind',
      { execArgv: ['--enable-source-maps'], env: { HOME: '/h' } },
      {
        args: ['/bin/node', ...limits, '--enable-source-maps', ...words],
        env: { HOME: '/h', ...apart },
      },
    ],
    [
      'limits of its own',
      { env: { NODE_OPTIONS: '--max_old_space_size=900' } },
      {
        args: ['/bin/node', ...words],
        env: { NODE_OPTIONS: '--max_old_space_size=900', ...apart },
      },
    ],
    ['all', { execArgv: limits, env: apart }, null],
    [
      'others for all',
      { execArgv: ['--max-old-space-size=99'], env: { ...apart, MALLOC_ARENA_MAX: '1' } },
      null,
    ],
    ['none, on Windows', { platform: 'win32' }, null],
  ])('begin a process anew that has %s', (_, given, expected) => {
    expect(renewed(given)).toEqual(expected);
  });

  it('are left alone where a process cannot be replaced', () => {
    expect(renewed({}, false)).toBeNull();
  });

  it('are there in the process that was begun anew', async () => {
    const script = `
      const { limitMemory } = await import('./src/cli/memory-limits.ts');
      limitMemory({ ...process, execve: process.execve.bind(process), argv: ['', ...process.argv.slice(1)],
        execArgv: process.execArgv, env: process.env, execPath: process.execPath, platform: process.platform });
      console.log(JSON.stringify([process.execArgv.filter((one) => one.startsWith('--m')), process.env.MALLOC_ARENA_MAX]));
    `;
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '--eval',
      script,
    ]);
    expect(JSON.parse(stdout)).toEqual([limits, '2']);
  });
});
