import { named, type PlanStep } from '../../domain/plan.ts';
import { planStep } from '../acting/plan-step.ts';
import type { OperatorRights, Was } from './facts.ts';

import { about, setOption, statementFrom, type Template } from './statements.ts';

/** What it is left as between recovery and proof. */
export const restricted = 'restored, restricted, not yet proven';

/** Of the wait for a queue to start its procedure, broken off. */
export const notSeenToStart = 'No queue was seen to start its procedure: watch the queues.';

/** The options that a restore resets to those of the backup, as they were before (S9). All of them dbcreator may set. */
function optionsOf(was: Was): readonly string[] {
  return [
    `RECOVERY ${was.recoveryModel}`,
    `COMPATIBILITY_LEVEL = ${was.compatibility}`,
    `READ_COMMITTED_SNAPSHOT ${onOff(was.rcsi)}`,
    `ALLOW_SNAPSHOT_ISOLATION ${onOff(was.snapshotIsolation)}`,
    `QUERY_STORE = ${onOff(was.queryStore)}`,
    `AUTO_UPDATE_STATISTICS_ASYNC ${onOff(was.asyncStatistics)}`,
  ];
}

/**
 * After a database was recovered: what was, is put back, and the whole is proven, while it is still restricted. What the
 * login may not do is the DBA's, and said so before anyone approves (S4).
 */
export function putBackSteps(
  template: Template,
  database: string,
  was: Was,
  rights: OperatorRights,
): readonly PlanStep[] {
  const signed = (file: string) => statementFrom(template(file), {});
  const steps = [
    planStep({
      id: 'options',
      does: 'options',
      title: 'Set the options as they were',
      why: 'so that the backup’s own do not stay',
      safe: restricted,
      statements: optionsOf(was).map((option) => setOption(template, database, option)),
    }),
  ];
  // Always, even where the owner seems to be the same: inside, dbo may be another's (15517, 33009).
  if (was.owner !== null)
    steps.push(
      planStep({
        id: 'owner',
        does: 'owner',
        title: `Give it back to its owner ${was.owner}`,
        why: 'so that procedures run as their owner again',
        by: rights.setOwner ? 'bot' : 'dba',
        statements: rights.setOwner
          ? [signed('set-owner')]
          : [ownerByDba(template, database, was.owner)],
        safe: restricted,
        input: { owner: was.owner },
      }),
    );
  if (was.trustworthy)
    steps.push(
      planStep({
        id: 'trustworthy',
        does: 'trustworthy',
        title: 'Turn TRUSTWORTHY on again',
        why: 'since every restore turns it off',
        safe: restricted,
        by: rights.setTrustworthy ? 'bot' : 'dba',
        statements: rights.setTrustworthy
          ? [signed('set-trustworthy')]
          : [setOption(template, database, 'TRUSTWORTHY ON', 'set-option-dba')],
      }),
    );
  if (was.chaining)
    steps.push(
      planStep({
        id: 'chaining',
        does: 'by-dba',
        title: 'Turn DB_CHAINING on again',
        why: 'since every restore turns it off',
        by: 'dba',
        statements: [setOption(template, database, 'DB_CHAINING ON', 'set-option-dba')],
      }),
    );
  return [...steps, proveStep(template, database, false)];
}

export function ownerByDba(template: Template, database: string, owner: string): string {
  return statementFrom(template('set-owner-dba'), { HartDatabase: database, HartOwner: owner });
}

export function proveStep(template: Template, database: string, isCopy: boolean): PlanStep {
  return planStep({
    id: 'prove',
    does: 'prove',
    title: 'Prove it: CHECKDB, a CLR call, a spatial query, every memory-optimized table',
    why: 'so that what a restore can break shows now',
    safe: 'restored and proven, not yet open',
    brokenOff: `The check of ${named(database)} was broken off: it is not proven.`,
    statements: [
      about(template, isCopy ? 'check-copy' : 'check-database', database),
      about(template, 'prove-restore', database),
    ],
    input: { isCopy },
  });
}

/** Last but one: logins and trust are the server's, and no proof inside a database shows that they are missing. */
export const lacksStep: PlanStep = planStep({
  id: 'lacks',
  does: 'lacks',
  title: 'Look which logins, trusted assemblies and keys of it this server lacks now',
  why: 'so that what cannot work without them is put right before somebody needs it',
});

export function brokerStep(template: Template, database: string): PlanStep {
  return planStep({
    id: 'broker',
    does: 'broker',
    title: 'Show the waiting messages, then enable the broker',
    why: 'last of all: what waits was acted on once already, and is acted on again',
    statements: [
      about(template, 'waiting-messages', database),
      setOption(template, database, 'ENABLE_BROKER', 'set-broker'),
    ],
    undo: named(setOption(template, database, 'DISABLE_BROKER', 'set-broker')),
    safe: 'restored and proven, not yet open',
  });
}

/** Lets people in again, whatever came before; after a failure it gives back what was not overwritten. */
export function doorsStep(template: Template, database: string, userAccess: string): PlanStep {
  return planStep({
    id: 'doors',
    does: 'doors',
    title: 'Let everyone in again',
    safe: 'open',
    statements: [setOption(template, database, `${userAccess} WITH ROLLBACK IMMEDIATE`)],
    input: { userAccess },
  });
}

function onOff(on: boolean): string {
  return on ? 'ON' : 'OFF';
}
