import { refusesClr } from '../databases/outgrown.ts';
import type { ActContext } from './act-context.ts';
import type { Procedure } from './procedure.ts';

/** What of the product's tables lives in memory; all of it is durable. */
const inMemory = [
  'BillingUsageLedger_InMemory',
  'CachedActivations_InMemory',
  'InferenceCache_InMemory',
  'SessionPaths_InMemory',
];

/** As `sql/install/07-repair-procedures.sql` and `09-restore-proof.sql` do it. */
export const proofProcedures: readonly Procedure[] = [
  {
    name: 'hart_checkdatabase',
    home: 'product',
    run(context, { database }) {
      const { world } = context;
      const { name } = world.databases.get(database);
      // TABLERESULTS: what is wrong comes as rows.
      const faults = world.fault('suspect-page')
        ? ['Page (1:4718592) could not be processed.']
        : [];
      if (faults.length === 0)
        world.databases.change(name, { lastGoodCheck: world.now() }, world.now());
      context.result(
        [{ name: 'MessageText', type: 'nvarchar', length: 400 }],
        faults.map((fault) => [fault]),
      );
      world.changed();
      context.returnStatus(0);
    },
  },
  {
    name: 'hart_proverestore',
    home: 'product',
    run(context, { database }) {
      const { world } = context;
      const isRefused = refusesClr(world.activeFaults(), world.databases.get(database).body);
      answer(context, [
        isRefused ? ['a CLR function (error 10314)', 0] : ['a CLR function', 1],
        ['a spatial query', 1],
        ...inMemory.map((name) => [`[dbo].[${name}]`, 1] as const),
      ]);
      context.returnStatus(0);
    },
  },
];

function answer(context: ActContext, used: readonly (readonly [string, 0 | 1])[]): void {
  context.result(
    [
      { name: 'what', type: 'nvarchar', length: 400 },
      { name: 'ok', type: 'int' },
    ],
    used,
  );
}
