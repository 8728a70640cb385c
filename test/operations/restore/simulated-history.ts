import * as fc from 'fast-check';
import type { RawSet } from './oracle.ts';
import { fate, suffer } from './set-fates.ts';

/** What happens to a database between two looks at the clock. */
type Happening =
  | { readonly kind: 'full' | 'diff' | 'log'; readonly copyOnly: boolean; readonly lasting: number }
  /** Restored to an earlier moment: a new recovery fork begins there. */
  | { readonly kind: 'back'; readonly by: number }
  /** To SIMPLE and back: the log chain is broken. */
  | { readonly kind: 'break' };

interface Tick {
  readonly happening: Happening;
  /** Log written meanwhile; often none, so that LSNs come equal. */
  readonly growth: number;
}

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 8, arbitrary: data('log') },
  { weight: 3, arbitrary: data('full') },
  { weight: 3, arbitrary: data('diff') },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('back' as const),
      by: fc.integer({ min: 1, max: 6 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'break' as const }) },
);

function data(kind: 'full' | 'diff' | 'log'): fc.Arbitrary<Happening> {
  return fc.record({
    kind: fc.constant(kind),
    copyOnly: fc.boolean().map((copyOnly) => copyOnly && kind !== 'diff'),
    lasting: kind === 'log' ? fc.constant(0) : fc.integer({ min: 0, max: 2 }),
  });
}

/** Histories of up to ten sets as a server would write them, and then what time does to them. */
export const historyArbitrary: fc.Arbitrary<readonly RawSet[]> = fc
  .tuple(
    fc.array(fc.record({ happening, growth: fc.integer({ min: 0, max: 3 }) }), {
      minLength: 3,
      maxLength: 14,
    }),
    fc.array(fate, { minLength: 14, maxLength: 14 }),
    fc.integer({ min: 0, max: 9 }).map((roll) => roll > 0),
    fc.infiniteStream(fc.integer({ min: 0, max: 1_000_000 })),
  )
  .map(([ticks, fates, fullFirst, order]) => {
    const first: Tick = { happening: { kind: 'full', copyOnly: false, lasting: 1 }, growth: 1 };
    const sets = suffer(write(fullFirst ? [first, ...ticks] : ticks), fates).slice(0, 10);
    const keys = sets.map(() => order.next().value ?? 0);
    const shuffled = sets
      .map((set, index) => ({ set, key: keys[index] ?? 0 }))
      .toSorted((one, other) => one.key - other.key)
      .map(({ set }) => set);
    return Object.defineProperty(shuffled, fc.toStringMethod, { value: () => brief(shuffled) });
  });

/** A counterexample that can be read. */
function brief(sets: readonly RawSet[]): string {
  const lines = sets.map((set) => {
    const forks = `${set.firstForkGuid}→${set.lastForkGuid}${set.forkPointLsn ? `@${offset(set.forkPointLsn)}` : ''}`;
    const flags = Object.entries(set).filter(([name, value]) => /^(?:is|hasB)/.test(name) && value);
    const base = set.differentialBaseGuid ?? set.differentialBaseLsn ?? '';
    const files = set.familyCount === set.familySequences?.length ? '' : ' stripe missing';
    return `${set.id} ${set.startedAt.slice(11, 16)}-${set.finishedAt.slice(11, 16)} ${offset(set.firstLsn)}..${offset(set.lastLsn)} ${forks} ${base} ${set.setGuid} ${flags.map(([name]) => name).join()}${files}${set.files?.[0] === 'NUL' ? ' NUL' : ''}`;
  });
  return `\n${lines.toSorted().join('\n')}\n`;
}

function offset(lsn: string): bigint {
  return BigInt(lsn) - origin;
}

/** The moment that a tick of the simulation is. */
export function momentAt(tick: number): string {
  const minutes = String(tick % 60).padStart(2, '0');
  return `2026-11-23T${String(Math.floor(tick / 60)).padStart(2, '0')}:${minutes}:00`;
}

/** Beyond 2^53, where a JavaScript number would lose digits. */
const origin = 17_126_786_000_011_867_500_001n;

interface Base {
  readonly guid: string;
  readonly checkpoint: bigint;
}

interface Past {
  readonly lsn: bigint;
  readonly base: Base | null;
  readonly chain: bigint | null;
}

function write(ticks: readonly Tick[]): readonly RawSet[] {
  const sets: RawSet[] = [];
  const past: Past[] = [];
  let lsn = origin;
  let fork = 'fork-0';
  let forks = 0;
  let base: Base | null = null;
  /** Where the next log backup begins; null: none is possible. */
  let chain: bigint | null = null;
  /** The fork on which that is, and where it was left. */
  let left: { readonly fork: string; readonly point: bigint } | null = null;
  let now = 10;
  for (const [index, { happening: what, growth }] of ticks.entries()) {
    past.push({ lsn, base, chain });
    now += 2;
    lsn += BigInt(growth);
    if (what.kind === 'back') {
      const then = past[Math.max(0, past.length - what.by)];
      if (then === undefined || then.chain === null) continue;
      forks += 1;
      left = { fork, point: then.lsn };
      fork = `fork-${forks}`;
      ({ lsn, base, chain } = then);
      continue;
    }
    if (what.kind === 'break') {
      chain = null;
      left = null;
      continue;
    }
    // A full writes a checkpoint of its own.
    if (what.kind === 'full') lsn += 1n;
    const from = lsn;
    const startedAt = momentAt(now);
    now += what.lasting;
    lsn += BigInt(what.lasting);
    const common = {
      id: `${what.kind[0]?.toUpperCase()}${index}`,
      startedAt,
      finishedAt: momentAt(now),
      lastLsn: `${lsn}`,
      fork,
      copyOnly: what.copyOnly,
    };
    if (what.kind === 'log') {
      if (chain === null) continue;
      const spans = left !== null && chain <= left.point ? left : null;
      sets.push({
        ...blank(common),
        type: 'log',
        firstLsn: `${chain < lsn ? chain : lsn}`,
        firstForkGuid: spans?.fork ?? fork,
        forkPointLsn: spans === null ? null : `${spans.point}`,
      });
      if (what.copyOnly) continue;
      chain = lsn;
      left = null;
      continue;
    }
    if (what.kind === 'diff') {
      if (base === null) continue;
      sets.push({
        ...blank(common),
        type: 'diff',
        firstLsn: `${from}`,
        differentialBaseGuid: base.guid,
        differentialBaseLsn: `${base.checkpoint}`,
        databaseBackupLsn: `${base.checkpoint}`,
      });
    } else {
      const guid = `set-${index}`;
      sets.push({
        ...blank(common),
        type: 'full',
        firstLsn: `${from}`,
        checkpointLsn: `${from}`,
        setGuid: guid,
      });
      if (!what.copyOnly) base = { guid, checkpoint: from };
    }
    chain ??= lsn;
  }
  return sets;
}

function blank(set: {
  readonly id: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly lastLsn: string;
  readonly fork: string;
  readonly copyOnly: boolean;
}): Omit<RawSet, 'type' | 'firstLsn'> {
  const { id, startedAt, finishedAt, lastLsn, fork, copyOnly } = set;
  return {
    id,
    database: 'Hartonomous',
    startedAt,
    finishedAt,
    lastLsn,
    setGuid: `guid-of-${id}`,
    familyGuid: 'family',
    firstForkGuid: fork,
    lastForkGuid: fork,
    isCopyOnly: copyOnly,
    isDamaged: false,
    isSnapshot: false,
    hasChecksums: true,
    hasBulkLoggedData: false,
    hasIncompleteMetadata: false,
    deviceType: 2,
    isMirror: false,
    position: 1,
    familyCount: 1,
    familySequences: [1],
    files: [`D:\\Backups\\${id}.bak`],
  };
}
