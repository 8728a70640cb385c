/**
 * Options of Node for the bot. It lives on some 40 MB of objects; left alone, V8 lets garbage pile up to many times
 * that on a large machine. `bin/hart` gives the same.
 */
export const memoryLimits = ['--max-old-space-size=256', '--max-semi-space-size=8'] as const;
