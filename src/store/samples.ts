import canonicalize from 'canonicalize';
import { sql } from 'kysely';
import type { Labels } from '../domain/alert.ts';
import type { Sample } from '../domain/sample.ts';
import type { Instant } from '../domain/time.ts';
import type { Connection } from './connection.ts';
import { buckets, type TrendPoint } from './trend-buckets.ts';

/** How the values of several instances at one moment become one. */
export type Across = 'max' | 'min' | 'sum';

export interface TrendQuery {
  readonly environment: string;
  readonly check: string;
  readonly column: string;
  readonly since: Instant;
  readonly until: Instant;
  /** How many points are wanted. */
  readonly points: number;
  /** Only the instance with these labels. */
  readonly labels?: Labels;
  /** `max` when left out. */
  readonly across?: Across;
}

/** The newest sample of each check, and what its numbers were. */
export interface Samples {
  /** Keeps it as the newest, unless a newer one is there, and adds its numbers to the history. */
  save(sample: Sample): Promise<void>;
  newest(environment: string, check: string): Promise<Sample | null>;
  all(environment: string): Promise<readonly Sample[]>;
  /** Evenly spaced points, oldest first. A point without a sample is null: not known, and not zero. */
  trend(query: TrendQuery): Promise<readonly TrendPoint[]>;
  /** Forgets the history before; the newest samples stay. */
  prune(before: Instant): Promise<number>;
}

export function createSamples({ db, transaction }: Connection): Samples {
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
    save: (sample) =>
      transaction(async () => {
        await saveNewest(sample);
        const numbers = measured(sample);
        if (numbers.length === 0) return;
        const series = await seriesOf(sample, numbers);
        for (const { instance, column, value } of numbers) {
          await db()
            .insertInto('point')
            .values({ series: series.get(seriesName(instance, column)) ?? 0, at: sample.at, value })
            .onConflict((conflict) => conflict.columns(['series', 'at']).doUpdateSet({ value }))
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

    async trend({ environment, check, column, since, until, points, labels, across = 'max' }) {
      const rows = await db()
        .selectFrom('point')
        .innerJoin('series', 'series.id', 'point.series')
        .select([
          'point.at',
          sql<number>`${sql.raw(across)}(${sql.ref('point.value')})`.as('value'),
        ])
        .where('series.environment', '=', environment)
        .where('series.check_name', '=', check)
        .where('series.column_name', '=', column)
        .$if(labels !== undefined, (query) =>
          query.where('series.instance', '=', instanceName(labels ?? {})),
        )
        .where('point.at', '>=', since)
        .where('point.at', '<', until)
        .groupBy('point.at')
        .orderBy('point.at')
        .execute();
      return buckets(rows, since, until, points);
    },

    prune: (before) =>
      transaction(async () => {
        const gone = await db().deleteFrom('point').where('at', '<', before).executeTakeFirst();
        await db()
          .deleteFrom('series')
          .where('id', 'not in', (eb) => eb.selectFrom('point').select('series').distinct())
          .execute();
        return Number(gone.numDeletedRows);
      }),
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

function instanceName(labels: Labels): string {
  return canonicalize(labels) ?? '{}';
}

function seriesName(instance: string, column: string): string {
  return `${column} ${instance}`;
}
