import type { FaultState, Statement, WorldPort } from '../../../sandbox/control/ports.ts';

function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

export const start = Date.parse('2026-01-01T00:00:00Z');
const names = [
  'queue-flooded',
  'sql-server-down',
  'slack-down',
  'slack-rate-limited',
  'slack-redelivers',
  'socket-drops',
  'socket-silent',
  'channel-archived',
  'edits-refused',
];

/** A world of switches and a clock, refusing as the real one does. */
export function fakeWorld(): WorldPort {
  const on = new Map<string, Readonly<Record<string, unknown>>>();
  let time = start;
  const faults = (): readonly FaultState[] =>
    names.map((name) => ({ name, on: on.has(name), with: on.get(name) ?? {} }));
  return {
    faults,
    setFault(name, wanted, given) {
      if (!names.includes(name)) throw named('UnknownFaultError', `no fault "${name}"`);
      if ('colour' in given) throw named('FaultArgumentError', `${name} does not take "colour"`);
      if (wanted) on.set(name, given);
      else on.delete(name);
    },
    now: () => time,
    advance(ms) {
      time += ms;
      return time;
    },
    reset() {
      time = start;
      on.clear();
    },
  };
}

export function statement(at: string, text: string): Statement {
  const rest = {
    target: 'sql-server',
    login: 'hart_reader',
    database: 'Hartonomous',
    params: {},
    ms: 2,
    rows: 1,
    error: null,
  };
  return { at: Date.parse(at), text, ...rest };
}
