import { onTestFinished } from 'vitest';
import type { WireValue } from '../../../sandbox/tds/wire-value.ts';
import { operatorGrants, readerGrants } from '../../../sandbox/world/logins.ts';
import { administratorAccess, loginAccess } from '../../../sandbox/world/rights.ts';
import { createWorld, type World } from '../../../sandbox/world/world.ts';

/** Monday, 14:07 UTC; the server's wall shows 15:07. */
export const START = Date.UTC(2026, 10, 23, 14, 7, 12);

export type Cells = Readonly<Record<string, WireValue>>;

export type LoginName = 'sa' | 'hart_reader' | 'hart_operator';

export interface OpenWorld {
  readonly world: World;
  /** Runs T-SQL as a login after bringing the world up to its time; rows by column name. */
  readonly ask: (sql: string, as?: LoginName, database?: string) => Promise<readonly Cells[]>;
  /** The first column of the first row. */
  readonly value: (sql: string, as?: LoginName) => Promise<WireValue>;
}

/** A world whose clock stands still unless it is advanced; closed at the end of the test. */
export async function openWorld(version: 15 | 16 = 16): Promise<OpenWorld> {
  const world = await createWorld({ now: () => START, seed: 7, version });
  onTestFinished(() => world.close());
  const faults = () => world.activeFaults();
  const accessOf = {
    sa: administratorAccess(faults),
    hart_reader: loginAccess({ grants: readerGrants(version), version, spid: 91, faults }),
    hart_operator: loginAccess({ grants: operatorGrants(), version, spid: 91, faults }),
  };
  const opened: OpenWorld = {
    world,
    async ask(sql, as = 'sa', database = 'Hartonomous') {
      await world.refresh();
      const session = await world.engine.session({
        database,
        spid: 91,
        login: as,
        access: accessOf[as],
        clock: world.clock,
      });
      try {
        const [result] = await session.query(sql);
        const columns = result?.columns ?? [];
        return (result?.rows ?? []).map((row) =>
          Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])),
        );
      } finally {
        session.close();
      }
    },
    async value(sql, as = 'sa') {
      const [row] = await opened.ask(sql, as);
      return Object.values(row ?? {})[0] ?? null;
    },
  };
  return opened;
}
