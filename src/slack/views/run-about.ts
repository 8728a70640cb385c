import type { Run } from '../../domain/run.ts';

/** What a dialog about a run carries: its id and the hash of the plan that was before the person. No authority. */
export interface RunAbout {
  readonly run: string;
  readonly hash: string;
}

export function writeRunAbout({ id, hash }: Pick<Run, 'id' | 'hash'>): string {
  return `${id} ${hash}`;
}

/** Whatever comes back is only compared: what nobody wrote names no run or no plan. */
export function readRunAbout(text: string): RunAbout {
  const [run = '', hash = ''] = text.split(' ');
  return { run: run.slice(0, 40), hash: hash.slice(0, 80) };
}
