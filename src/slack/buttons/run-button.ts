import type { Order } from '../commands/command.ts';
import type { Button } from './click.ts';

/** A button about the run that its value names: its message shows the effect, so no more is said. */
export function runButton(order: Order): Button {
  return ({ asker, value }, { dispatch }) => {
    const run = value.slice(0, 40);
    return dispatch.order({ ...asker, quiet: true }, { run }, [run], order);
  };
}
