import type { Random } from './random.ts';

const keys: Readonly<Record<string, string>> = {
  HartonomousApp: 'app',
  hart_reader: 'reader',
  hart_operator: 'operator',
};

/** The security id of a login of the simulated server; undefined where there is none. */
export function sidOf(login: string, random: Random): Uint8Array | undefined {
  if (login.toLowerCase() === 'sa') return new Uint8Array([1]);
  const found = Object.entries(keys).find(([name]) => name.toLowerCase() === login.toLowerCase());
  return found && random.bytes(16, 'sid', found[1]);
}
