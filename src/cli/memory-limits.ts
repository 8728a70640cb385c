/**
 * Options of Node for the bot. It lives on some 60 MB of objects; left alone, V8 lets garbage pile up to many times
 * that on a large machine. A nursery of 8 MB instead of 4 costs 14 MB resident, and nothing here is faster for it.
 */
export const memoryLimits = ['--max-old-space-size=256', '--max-semi-space-size=4'] as const;

/**
 * The C library gives each of Node's threads a heap of its own, and what one has freed no other can use: they creep up
 * for thousands of cycles. Two are enough for threads that mostly wait. Large pieces it keeps as well, larger ones each
 * time, unless it is told a size from which they go back. All of it is read when a process begins.
 */
export const memoryEnvironment = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
} as const;

/** A process, as far as its limits go. */
export interface LimitedProcess {
  readonly execPath: string;
  readonly execArgv: readonly string[];
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  /** Replaces the process by another of the same number; not there on Windows. */
  readonly execve?:
    | ((file: string, args: readonly string[], env: NodeJS.ProcessEnv) => never)
    | undefined;
}

/**
 * Begins the process anew with the limits that it lacks, however it was started. Does nothing where they are there, or others were given, or it cannot be done.
 */
export function limitMemory(own: LimitedProcess): void {
  const { env, execArgv, execve } = own;
  const options = [...execArgv, env['NODE_OPTIONS'] ?? ''];
  const limited = options.some((option) => /--max[-_]old[-_]space[-_]size/.test(option));
  const apart = Object.keys(memoryEnvironment).every((name) => env[name] !== undefined);
  if (execve === undefined || own.platform === 'win32' || (limited && apart)) return;
  const limits = limited ? [] : memoryLimits;
  execve(own.execPath, [own.execPath, ...limits, ...execArgv, ...own.argv.slice(1)], {
    ...memoryEnvironment,
    ...env,
  });
}
