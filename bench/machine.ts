import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** What the figures were taken on. */
export interface Machine {
  readonly cores: number;
  readonly model: string;
  /** GB. */
  readonly memory: number;
  readonly node: string;
  readonly platform: string;
  /** Processes that wanted a core in the last minute: with more than there are cores the figures say little. */
  readonly load: number;
}

export function machine(): Machine {
  return {
    cores: availableParallelism(),
    model: cpus()[0]?.model.trim() || 'unknown',
    memory: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    load: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}

export function machineWords({ cores, model, memory, node, platform, load }: Machine): string {
  return `${cores} cores of ${model}, ${memory} GB, Node ${node}, ${platform}, load ${load}`;
}
