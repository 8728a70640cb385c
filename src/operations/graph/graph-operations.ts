import type { Report, Run } from '../../domain/run.ts';
import { endedTitle } from '../acting/ended-title.ts';
import { defineOperation, type Operation, type StepKind } from '../acting/operation.ts';
import { gatherGraphFacts } from './graph-facts.ts';
import {
  loadArtifact,
  loadBack,
  proveGraph,
  readBackArtifacts,
  startGraph,
  stopGraph,
  writeArtifact,
} from './graph-steps.ts';
import { inspectArtifact } from './inspect-artifact.ts';
import { seePaused } from './paused-workers.ts';
import { planGraphBackup } from './plan-graph-backup.ts';
import { planGraphRestore } from './plan-graph-restore.ts';

const steps: Readonly<Record<string, StepKind>> = {
  paused: seePaused,
  inspect: inspectArtifact,
  stop: stopGraph,
  write: writeArtifact,
  start: startGraph,
  'read-back': readBackArtifacts,
  load: loadArtifact,
  'load-back': loadBack,
  prove: proveGraph,
};

const backupNeo4j: Operation = defineOperation({
  name: 'backup.neo4j',
  title: 'backup of Neo4j',
  consent: { approvals: 1, typedName: false, stepUp: false },
  session: false,
  gather: (_order, ports) => gatherGraphFacts(ports),
  plan: planGraphBackup,
  steps,
  compensations: ['start'],
  report: (run) => reportOf(run, 'Backup of Neo4j'),
});

const restoreNeo4j: Operation = defineOperation({
  name: 'restore.neo4j',
  title: 'restore of Neo4j',
  consent: { approvals: 2, typedName: true, stepUp: false },
  session: false,
  gather: (_order, ports) => gatherGraphFacts(ports),
  plan: planGraphRestore,
  steps,
  compensations: ['load-back', 'start'],
  report: (run) => ({
    ...reportOf(run, 'Restore of Neo4j'),
    next:
      run.state === 'done' ? [{ label: 'Resync Neo4j…', operation: 'resync', options: {} }] : [],
  }),
});

/** Backups and restores of the graph by Neo4j's own tools. */
export const graphOperations: readonly Operation[] = [backupNeo4j, restoreNeo4j];

function reportOf(run: Run, what: string): Report {
  const { plan, steps: taken, memory, state } = run;
  const failed = taken.find((step) => step.state === 'failed');
  const artifacts = memory['artifacts'];
  const stoppedOnce = taken.some(({ id, state: was }) => id === 'stop' && was === 'done');
  return {
    title: state === 'done' ? `${what}: done` : endedTitle(run),
    lines: [
      ...(failed === undefined
        ? []
        : [
            `Failed: ${plan.steps.find(({ id }) => id === failed.id)?.title}. ${failed.note ?? ''}`,
          ]),
      ...taken.flatMap(({ id, note, state: was }) =>
        id === 'load-back' && was === 'done' && note !== null ? [note] : [],
      ),
      ...(Array.isArray(artifacts) ? artifacts.map(String) : []),
      ...taken.flatMap(({ id, note }) =>
        id === 'prove' && note !== null ? [`Proof: ${note}`] : [],
      ),
      ...(stoppedOnce ? ['Start the workers again.'] : []),
    ],
    left: [],
    next: [],
  };
}
