import type { Button } from './click.ts';

/** A button that stands for a command about what its value names. Whoever clicks sees the effect: nothing more is said. */
export function byCommand(command: string): Button {
  return ({ asker, value }, { dispatch }) =>
    dispatch.command(
      { ...asker, quiet: true },
      { kind: 'command-line', command, args: [value], environment: null },
    );
}
