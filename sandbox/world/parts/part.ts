import type { Instant } from '../clock.ts';
import type { ActiveFaults } from '../faults.ts';
import type { Random } from '../random.ts';
import type { Filling } from '../table.ts';

/** What a part needs to say how things stand. */
export interface Scene {
  readonly now: Instant;
  readonly faults: ActiveFaults;
}

/** A corner of the world, such as its queues: says what its tables hold now. */
export interface Part {
  tables(scene: Scene): readonly Filling[];
}

/** Makes a part that begins at `start`, with whatever history belongs before it. */
export type CreatePart = (start: Instant, random: Random, options: WorldShape) => Part;

/** What may be chosen of the simulated server. */
export interface WorldShape {
  /** Major version: 15 is SQL Server 2019, 16 is 2022. */
  readonly version: 15 | 16;
  /** What the server calls itself; `SQL-PROD` if not given. */
  readonly serverName?: string;
}
