import type { Request, Wire } from '../tds/backend.ts';
import { SECOND } from './clock.ts';
import { type ActiveFault, numberArgument, textArgument } from './faults.ts';
import type { World } from './world.ts';

/** How often a half-open connection looks whether it should have noticed: real milliseconds. */
const LOOK = 100;

/** What `connection-drops` and `connection-hangs` do to the connections of one server. */
export interface ConnectionFaults {
  /** Called with a request that begins: null if it may be executed as usual, otherwise by what returns. */
  strike(request: Request, wire: Wire): Struck | null;
}

export interface Struck {
  readonly isExecuted: boolean;
  /** When it has been executed, or would have been. */
  ended(): void;
}

export function createConnectionFaults(world: World): ConnectionFaults {
  const used = new Map<ActiveFault, number>();

  /** The fault, if it strikes this request once more. */
  function struckBy(name: 'connection-drops' | 'connection-hangs', text: string) {
    const fault = world.fault(name);
    if (!fault || !text.includes(textArgument(fault, 'statement').toLowerCase())) return undefined;
    const times = used.get(fault) ?? 0;
    const most = numberArgument(fault, 'count');
    if (most > 0 && times >= most) return undefined;
    used.set(fault, times + 1);
    return fault;
  }

  return {
    strike(request, wire) {
      const text = `${request.procedure ?? ''} ${request.text}`.toLowerCase();
      const drop = struckBy('connection-drops', text);
      if (drop) {
        if (textArgument(drop, 'after') === 'yes') return { isExecuted: true, ended: wire.hang() };
        wire.drop();
        return { isExecuted: false, ended: () => undefined };
      }
      const hang = struckBy('connection-hangs', text);
      if (!hang) return null;
      const notice = wire.hang();
      const until = world.now() + numberArgument(hang, 'seconds') * SECOND;
      const timer = setInterval(() => {
        if (world.now() < until && world.fault('connection-hangs') === hang) return;
        clearInterval(timer);
        notice();
      }, LOOK);
      timer.unref();
      return { isExecuted: true, ended: () => undefined };
    },
  };
}
