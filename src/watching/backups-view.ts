import type { BackupLine, BackupsView } from '../domain/backups-view.ts';
import { type State, worstState } from '../domain/check.ts';
import type { CheckResult } from '../domain/check-result.ts';
import type { Row } from '../domain/sample.ts';
import { type Duration, type Instant, MINUTE } from '../domain/time.ts';
import { itemName } from './item-name.ts';
import { rowsOf, whyUnknown } from './queues-view.ts';
import { durationOf } from './read-row.ts';
import { detailsOf, restorabilityView } from './restorability-view.ts';

const kinds = ['full', 'diff', 'log'] as const;

/** What `/hart backups` shows: ages from the check of their freshness, the rest from that of what they can restore. */
export function backupsView(input: {
  readonly environment: string;
  readonly result: CheckResult | undefined;
  /** Of the check `restorability`. */
  readonly planned?: CheckResult | undefined;
  /** GUIDs of sets that runs read back. */
  readonly readBack?: ReadonlySet<string>;
  /** The state of each alert of the check, by database: `log-backup-overdue` of Hartonomous. */
  readonly stateOf: (alert: string, database: string) => State;
  readonly rpo: Duration | null;
  readonly rto?: Duration | null;
  readonly now: Instant;
}): BackupsView {
  const { environment, result, planned, stateOf, rpo, rto = null, now } = input;
  const readBack = input.readBack ?? new Set<string>();
  return {
    environment,
    asOf: result?.sample.at ?? now,
    lines: rowsOf(result)
      .flatMap((row) => linesOf(row, result, stateOf))
      .map((line) => ({ ...line, ...detailsOf(planned, line, readBack) })),
    restorability: restorabilityView(planned),
    rpo,
    rto,
    unknown: [
      ...whyUnknown('backup-freshness', result),
      ...(planned === undefined ? [] : whyUnknown('restorability', planned)),
    ],
  };
}

function linesOf(
  row: Row,
  result: CheckResult | undefined,
  stateOf: (alert: string, database: string) => State,
): BackupLine[] {
  const database = row.labels['database'] ?? '';
  return kinds.flatMap((kind) => {
    const age = durationOf(row, `${kind}_age_minutes`, MINUTE);
    // System databases are expected to have fulls only: a line that can never be filled says nothing.
    if (age === null && kind !== 'full') return [];
    const at = result?.sample.at ?? 0;
    return [
      {
        database: itemName(row.labels, 'database'),
        kind,
        state:
          age === null
            ? 'unknown'
            : worstState(['ok', stateOf(`${kind}-backup-overdue`, database)]),
        finishedAt: age === null ? null : at - age,
        age,
        bytes: null,
        readBack: null,
        restoreTested: null,
      } satisfies BackupLine,
    ];
  });
}
