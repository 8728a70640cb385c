import type { JsonObject } from '../../domain/json.ts';
import { named, type PlanStep } from '../../domain/plan.ts';
import type { ResultRow } from '../../domain/target.ts';
import { planStep } from '../acting/plan-step.ts';
import { text } from '../acting/row-fields.ts';
import type { Chosen } from './choose-sets.ts';
import type { InstalledObject, ReliesOn, RestoreFacts, Trust } from './facts.ts';
import { lacksOf, lacksToJson } from './trust.ts';

export function readReliesOn(rows: readonly ResultRow[]): ReliesOn {
  const of = (kind: string) =>
    rows.filter((row) => text(row, 'kind') === kind).map((row) => text(row, 'name') ?? '');
  return { users: of('user').toSorted(), assemblies: of('assembly').toSorted() };
}

export function readInstalled(rows: readonly ResultRow[]): readonly InstalledObject[] {
  return rows.map((row) => ({
    name: text(row, 'name') ?? '',
    sinceLocal: text(row, 'since_local') ?? '',
  }));
}

/** What the server may lack of it, and what only the proof shows. */
export function reliesOnNotes({ reliesOn, database, trust }: RestoreFacts): readonly string[] {
  if (reliesOn === null) return [];
  const { users, assemblies } = reliesOn;
  return [
    ...(users.length === 0
      ? []
      : [`Users without a login on this server: ${users.map(named).join(', ')}.`]),
    ...(assemblies.length === 0
      ? []
      : [
          `It uses ${assemblies.map(named).join(', ')}. Not known: whether the server trusts them as they were at that moment; the proof calls a CLR function, and a step looks what is missing.`,
        ]),
    ...trustNotes(trust, database?.name ?? ''),
  ];
}

function trustNotes(trust: Trust | undefined, database: string): readonly string[] {
  const untrusted = trust?.untrusted ?? [];
  return [
    ...(untrusted.length === 0
      ? []
      : [
          `Not trusted by their hash as they are now: ${untrusted.map(({ name }) => named(name)).join(', ')}. Unless they are signed, they run only while their database is TRUSTWORTHY, which a restore turns off.`,
        ]),
    ...(trust?.opensMasterKey === false
      ? [
          `If ${named(database)} has a master key, the server does not open it by itself: only its password does.`,
        ]
      : []),
  ];
}

/** What the database lacks already before a restore, so that only more of it is laid at the restore's door. */
export function lackedNow({ reliesOn, trust }: RestoreFacts): JsonObject {
  return lacksToJson(lacksOf(reliesOn?.users ?? null, trust ?? null));
}

/** Which of our files made what is newer than a moment. */
const madeBy: readonly (readonly [file: string, names: RegExp])[] = [
  [
    '04-monitoring-objects.sql',
    /^(?:OODALoopMetrics|hart_RecordOODAPhase|hart_Analyze|hart_Hypothesize|hart_Act|hart_Learn|vw_QueryPerformanceMetrics)$/i,
  ],
  [
    '06-resync.sql',
    /^(?:HartResync\w+|hart_EndResyncDialogs|hart_SendSyncRequest|sp_ResyncAllProvenanceToNeo4j)$/i,
  ],
  [
    '07-repair-procedures.sql',
    /^(?:HartTakenMessage|hart_(?:SetQueue|EndConversations|TakeMessage|RequeueDeadLetter|DismissDeadLetter|CheckDatabase))$/i,
  ],
  ['09-restore-proof.sql', /^hart_ProveRestore$/i],
  ['10-set-aside.sql', /^hart_MarkSetAside$/i],
];

/** What a restore ends at, as far as our own objects go. */
interface End extends Pick<Chosen, 'end' | 'reaches'> {
  /** The tail of the log is restored too: a restore to the newest then takes nothing back. */
  readonly withTail: boolean;
}

/** Ours that are newer than the end of a restore. */
function newerThan(
  { installed }: Pick<RestoreFacts, 'installed'>,
  { end, reaches, withTail }: End,
): readonly string[] {
  if (installed === null || reaches === null || (end === 'latest' && withTail)) return [];
  return installed
    .filter(({ sinceLocal }) => sinceLocal > reaches.slice(0, 19))
    .map(({ name }) => name);
}

/**
 * Objects of ours that are newer than the moment go back to what they were then, or away: the DBA installs them again
 * (S18).
 */
export function reinstallSteps(facts: RestoreFacts, end: End): readonly PlanStep[] {
  const newer = newerThan(facts, end);
  if (newer.length === 0) return [];
  const files = madeBy.filter(([, names]) => newer.some((name) => names.test(name)));
  return [
    planStep({
      id: 'reinstall',
      does: 'by-dba',
      title: `Install again what is newer than the moment: ${newer.map(named).join(', ')}`,
      why: 'since the restore brings back those of that time, or none',
      by: 'dba',
      statements: files.map(
        ([file]) => `sqlcmd -S ${facts.server.name} -E -b -i sql/install/${file}`,
      ),
    }),
  ];
}

/** A copy is not watched, so nothing is installed in it; but what proves it may be missing there. */
export function copyNotes(facts: RestoreFacts, chosen: Chosen): readonly string[] {
  const newer = newerThan(facts, { ...chosen, withTail: false });
  if (newer.length === 0) return [];
  const proof = newer.some((name) => /^hart_ProveRestore$/i.test(name))
    ? ' The proof of CLR, spatial queries and memory-optimized tables is the DBA’s then.'
    : '';
  return [
    `In the copy as they were at that moment, or missing: ${newer.map(named).join(', ')}. It needs none of them while it is a copy; before it takes anyone’s place, run \`sql/install\` in it again.${proof}`,
  ];
}
