import type { JustRestored } from '../../domain/status.ts';
import { formatDuration } from '../../domain/time.ts';
import { code } from './escape.ts';

/** Once a message, for all checks that cannot look behind a restore (S18). */
export function restoredLines(restored: JustRestored | null): readonly string[] {
  if (restored === null) return [];
  const { ago, checks } = restored;
  const judge = checks.length === 1 ? 'judges' : 'judge';
  return [
    `Restored ${formatDuration(ago)} ago: ${checks.map(code).join(', ')} ${judge} only what came after, and until there is enough of it nothing.`,
  ];
}
