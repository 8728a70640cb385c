import type { Order } from '../commands/command.ts';
import type { Button } from './click.ts';

/** A button that opens a dialog about the incident that its value names. */
export function ask(order: Order): Button {
  return ({ asker, value }, { dispatch }) =>
    dispatch.order(asker, { incident: value }, [value], order);
}
