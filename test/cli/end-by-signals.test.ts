import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { endBySignals } from '../../src/cli/end-by-signals.ts';

function processOf(pid: number) {
  return Object.assign(new EventEmitter(), { pid, exit: vi.fn<(code: number) => void>() });
}

describe('the first process of a container', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('ends by %s as long as nobody listens for it', (signal, code) => {
    const process = processOf(1);
    endBySignals(process);
    process.emit(signal);

    expect(process.exit.mock.calls).toEqual([[code]]);
  });

  it('is left to whoever listens, and ends by the second signal', () => {
    const process = processOf(1);
    const stop = vi.fn<() => void>();
    endBySignals(process);
    process.once('SIGTERM', stop);
    process.emit('SIGTERM');

    expect(stop).toHaveBeenCalledOnce();
    expect(process.exit).not.toHaveBeenCalled();

    process.emit('SIGTERM');

    expect(process.exit).toHaveBeenCalledOnce();
  });
});

it('leaves every other process to the kernel', () => {
  const process = processOf(2);
  endBySignals(process);

  expect(process.listenerCount('SIGTERM') + process.listenerCount('SIGINT')).toBe(0);
});
