import * as fc from 'fast-check';
import type { RawSet } from './oracle.ts';

/** What becomes of a set afterwards. */
interface Fate {
  readonly lost: boolean;
  readonly copied: boolean;
  readonly flaw:
    | 'none'
    | 'damaged'
    | 'stripe-missing'
    | 'striped'
    | 'bulk'
    | 'snapshot'
    | 'mirror'
    | 'nul'
    | 'no-guid'
    | 'no-checkpoint'
    | 'no-fork'
    | 'no-checksums';
}

export const fate: fc.Arbitrary<Fate> = fc.record({
  lost: fc.integer({ min: 0, max: 7 }).map((roll) => roll === 0),
  copied: fc.integer({ min: 0, max: 9 }).map((roll) => roll === 0),
  flaw: fc.oneof(
    { weight: 12, arbitrary: fc.constant('none' as const) },
    {
      weight: 5,
      arbitrary: fc.constantFrom<Fate['flaw']>(
        'damaged',
        'stripe-missing',
        'striped',
        'bulk',
        'snapshot',
        'mirror',
        'nul',
        'no-guid',
        'no-checkpoint',
        'no-fork',
        'no-checksums',
      ),
    },
  ),
});

/** What is left of the sets, and as what, after each met its fate. */
export function suffer(sets: readonly RawSet[], fates: readonly Fate[]): readonly RawSet[] {
  const someAreLost = fates.some(({ flaw }) => flaw === 'no-guid');
  const allAreLost = fates[0]?.flaw === 'no-guid';
  return sets.flatMap((set, index) => {
    const { lost, copied, flaw } = fates[index] ?? { lost: false, copied: false, flaw: 'none' };
    if (lost) return [];
    const twin = copied ? [{ ...set, id: `${set.id}-twin`, server: 'replica' }] : [];
    // With neither, nothing shows what a differential rests on.
    const kind = flaw === 'no-checkpoint' && someAreLost ? 'none' : flaw;
    return [{ ...set, ...flawed(set, kind) }, ...twin].map((one) =>
      allAreLost ? { ...one, setGuid: null, differentialBaseGuid: null } : one,
    );
  });
}

function flawed(set: RawSet, flaw: Fate['flaw']): Partial<RawSet> {
  const stripes = [`D:\\${set.id}_1.bak`, `E:\\${set.id}_2.bak`];
  switch (flaw) {
    case 'damaged':
      return { isDamaged: true };
    case 'stripe-missing':
      return { familyCount: 2, familySequences: [1], files: stripes.slice(0, 1) };
    case 'striped':
      return { familyCount: 2, familySequences: [2, 1], files: stripes };
    case 'bulk':
      return set.type === 'log' ? { hasBulkLoggedData: true } : {};
    case 'snapshot':
      return { isSnapshot: true };
    case 'mirror':
      return { isMirror: true };
    case 'nul':
      return { files: ['NUL'] };
    case 'no-guid':
      return set.type === 'diff' ? { differentialBaseGuid: null } : {};
    case 'no-checkpoint':
      return set.type === 'full' ? { checkpointLsn: null } : {};
    case 'no-fork':
      return { firstForkGuid: null, lastForkGuid: null, forkPointLsn: null };
    case 'no-checksums':
      return { hasChecksums: false };
    default:
      return {};
  }
}
