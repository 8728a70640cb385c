import { copyStatements } from '../setup.ts';
import type { Engine } from '../sql/engine-types.ts';
import type { Filling } from '../table.ts';
import { homeOf, type TableWriter } from '../table-writer.ts';
import type { createCommitFilter } from './commit-times.ts';
import { type Databases, PRODUCT } from './databases.ts';

/** The databases beside the product's that can be read: made by restores, and gone with DROP DATABASE. */
export interface Copies {
  /** Makes the database readable, empty if its contents are not yet to be seen. */
  attach(name: string): Promise<void>;
  /** Fills it with what its files hold: the product's rows of those stretches of time. */
  fill(name: string): Promise<void>;
  detach(name: string): Promise<void>;
  detachAll(): Promise<void>;
}

export function createCopies(options: {
  readonly engine: Engine;
  readonly writer: TableWriter;
  readonly databases: () => Databases;
  readonly filter: ReturnType<typeof createCommitFilter>;
  /** What the tables of the product hold when nothing is left out. */
  readonly fillings: () => readonly Filling[];
}): Copies {
  const { engine, writer, databases, filter, fillings } = options;
  const attached = new Set<string>();

  async function detach(name: string): Promise<void> {
    const found = [...attached].find((one) => one.toLowerCase() === name.toLowerCase());
    if (found === undefined) return;
    attached.delete(found);
    writer.forget(found);
    await engine.removeDatabase(found);
  }

  return {
    async attach(name) {
      if (isProduct(name) || attached.has(name)) return;
      attached.add(name);
      await engine.addDatabase(name, databases().get(name).id, copyStatements(name));
    },
    async fill(name) {
      if (isProduct(name)) return;
      const { windows } = databases().get(name).body;
      for (const filling of fillings()) {
        if ((filling.database ?? homeOf(filling.table)) !== PRODUCT) continue;
        if (filling.table.place !== 'each' && filling.table.place !== 'Hartonomous') continue;
        if (filling.table.name === 'database_files') continue;
        await writer.write({ ...filter(filling, windows), database: name });
      }
      engine.metadataChanged();
    },
    detach,
    async detachAll() {
      for (const name of attached) await detach(name);
    },
  };
}

function isProduct(name: string): boolean {
  return name.toLowerCase() === PRODUCT.toLowerCase();
}
