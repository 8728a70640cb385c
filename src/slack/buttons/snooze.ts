import type { Button } from './click.ts';

/** The menu on an alert: its values are `7Q3F 4h`, which the command reads as if typed. */
export const snooze: Button = ({ asker, value }, { dispatch }) =>
  dispatch.command(
    { ...asker, quiet: true },
    { kind: 'command-line', command: 'snooze', args: value.split(' '), environment: null },
  );
