import { readFileSync } from 'node:fs';
import {
  isMoment,
  type Parameter,
  type WireType,
  type WireValue,
} from '../../../../sandbox/tds/wire-value.ts';
import { type Access, fullAccess } from '../../../../sandbox/world/sql/access.ts';
import { createEngine } from '../../../../sandbox/world/sql/engine.ts';
import type { Engine, Session } from '../../../../sandbox/world/sql/engine-types.ts';

/** The server's clock stands at this moment; its local time is five hours behind. */
export const now = Date.parse('2026-03-01T12:00:00Z');
const clock = { now: () => now, zoneMinutes: () => -300 };

export function createFixture(): Promise<Engine> {
  return createEngine({
    databases: [
      { name: 'Hartonomous', id: 5 },
      { name: 'msdb', id: 4 },
      { name: 'master', id: 1 },
    ],
    setup: readFileSync(new URL('./fixture.sql', import.meta.url), 'utf8'),
  });
}

export function openFixture(engine: Engine, access: Access = fullAccess): Promise<Session> {
  return engine.session({ database: 'Hartonomous', spid: 51, login: 'hart_reader', access, clock });
}

export function statement(name: string): string {
  return readFileSync(new URL(`./statements/${name}.sql`, import.meta.url), 'utf8');
}

export type Given = Readonly<Record<string, readonly [WireType['type'], WireValue]>>;

export function parameters(given: Given): Parameter[] {
  return Object.entries(given).map(([name, [type, value]]) => ({
    name,
    type: type === 'decimal' ? { type, precision: 25, scale: 0 } : { type },
    value,
    output: false,
  }));
}

/** Times as ISO text, bytes as hex, floats to nine digits: what a table of cases can hold. */
function plain(value: WireValue): unknown {
  if (isMoment(value)) return new Date(Number(value.micros / 1000n)).toISOString().slice(0, -1);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return typeof value === 'number' ? Number(value.toPrecision(9)) : value;
}

/** The rows of the first result. */
export async function rowsOf(session: Session, text: string, given: Given = {}) {
  const [first] = await session.query(text, parameters(given));
  return first?.rows.map((row) => row.map(plain)) ?? [];
}
