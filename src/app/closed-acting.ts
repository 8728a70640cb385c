import type { Acting } from '../domain/acting.ts';
import type { Refusal } from '../domain/authority.ts';

/** Takes no act at all and says why: where operations are not set up. */
export function closedActing(refusal: Refusal): Acting {
  const refuse = () => Promise.resolve(refusal);
  return {
    propose: refuse,
    confirm: refuse,
    approve: refuse,
    reject: refuse,
    withdraw: refuse,
    start: refuse,
    cancel: refuse,
    askAgain: refuse,
    find: () => Promise.resolve(null),
    list: () => Promise.resolve([]),
  };
}
