import type { Sample } from '../domain/sample.ts';
import type { Connection } from './connection.ts';
import { instanceName } from './instance-name.ts';
import { createTrends, type Trends } from './trends.ts';

/** The newest sample of each check, and what its numbers were. */
export interface Samples extends Trends {
  /** Keeps it as the newest, unless a newer one is there, and adds its numbers to the history. */
  save(sample: Sample): Promise<void>;
  newest(environment: string, check: string): Promise<Sample | null>;
  all(environment: string): Promise<readonly Sample[]>;
}

/** SQLite binds at most 32,766 values in a statement. */
const batch = 1000;

export function createSamples(connection: Connection): Samples {
  const { db, transaction } = connection;
  async function saveNewest(sample: Sample): Promise<void> {
    const { environment, check, at } = sample;
    const json = JSON.stringify(sample);
    await db()
      .insertInto('sample')
      .values({ environment, check_name: check, at, json })
      .onConflict((conflict) =>
        conflict
          .columns(['environment', 'check_name'])
          .doUpdateSet({ at, json })
          .where('sample.at', '<=', at),
      )
      .execute();
  }

  /** The ids of the series, new ones included, by `instance column`. */
  async function seriesOf(
    sample: Sample,
    numbers: readonly Measured[],
  ): Promise<ReadonlyMap<string, number>> {
    const { environment, check } = sample;
    const load = async () => {
      const rows = await db()
        .selectFrom('series')
        .select(['id', 'instance', 'column_name'])
        .where('environment', '=', environment)
        .where('check_name', '=', check)
        .execute();
      return new Map(rows.map((row) => [seriesName(row.instance, row.column_name), row.id]));
    };
    const known = await load();
    for (const { instance, column } of numbers) {
      if (known.has(seriesName(instance, column))) continue;
      const { id } = await db()
        .insertInto('series')
        .values((eb) => ({
          id: eb
            .selectFrom('series')
            .select((row) =>
              row(row.fn.coalesce(row.fn.max('id'), row.lit(0)), '+', row.lit(1)).as('next'),
            ),
          environment,
          check_name: check,
          instance,
          column_name: column,
        }))
        .returning('id')
        .executeTakeFirstOrThrow();
      known.set(seriesName(instance, column), id);
    }
    return known;
  }

  return {
    ...createTrends(connection),

    save: (sample) =>
      transaction(async () => {
        await saveNewest(sample);
        const numbers = measured(sample);
        if (numbers.length === 0) return;
        const series = await seriesOf(sample, numbers);
        // Two of one series in a single statement are an error to PostgreSQL: the last one counts.
        const bySeries = new Map(
          numbers.map(({ instance, column, value }) => {
            const id = series.get(seriesName(instance, column)) ?? 0;
            return [id, { series: id, at: sample.at, value }] as const;
          }),
        );
        const points = [...bySeries.values()];
        for (let first = 0; first < points.length; first += batch) {
          await db()
            .insertInto('point')
            .values(points.slice(first, first + batch))
            .onConflict((conflict) =>
              conflict
                .columns(['series', 'at'])
                .doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })),
            )
            .execute();
        }
      }),

    async newest(environment, check) {
      const row = await db()
        .selectFrom('sample')
        .select('json')
        .where('environment', '=', environment)
        .where('check_name', '=', check)
        .executeTakeFirst();
      return row ? parse(row.json) : null;
    },

    async all(environment) {
      const rows = await db()
        .selectFrom('sample')
        .select('json')
        .where('environment', '=', environment)
        .orderBy('check_name')
        .execute();
      return rows.map(({ json }) => parse(json));
    },
  };
}

function parse(json: string): Sample {
  return JSON.parse(json);
}

interface Measured {
  readonly instance: string;
  readonly column: string;
  readonly value: number;
}

function measured({ outcome }: Sample): readonly Measured[] {
  if (outcome.kind !== 'rows') return [];
  return outcome.rows.flatMap(({ labels, values }) =>
    Object.entries(values).flatMap(([column, value]) =>
      typeof value === 'number' && Number.isFinite(value)
        ? [{ instance: instanceName(labels), column, value }]
        : [],
    ),
  );
}

function seriesName(instance: string, column: string): string {
  return `${column} ${instance}`;
}
