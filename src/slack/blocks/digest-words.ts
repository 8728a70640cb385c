import type { DigestView } from '../../domain/digest-view.ts';
import { formatDuration } from '../../domain/time.ts';

/** Less of a period than this, and what happened in it is not known. */
export const wellSeen = 0.9;

/** The digest in one sentence that a manager understands: "Quiet day: one warning for 18 min, every backup on time". */
export function digestSentence(view: DigestView): string {
  const parts = [incidentWords(view), backupWords(view), stateWords(view)].filter(
    (part) => part !== null,
  );
  return `${mood(view)}: ${parts.join(', ')}.`;
}

function mood({ incidents, lines, backups, kind, coverage }: DigestView): string {
  const noun = { now: 'day so far', daily: 'day', weekly: 'week', monthly: 'month' }[kind];
  const critical = incidents.some(({ severity }) => severity === 'critical');
  const missed = (backups?.missed ?? 0) > 0;
  const bad = lines.some(({ state }) => state === 'critical');
  if (critical || missed || bad) return `A ${noun} that needs a look`;
  const unknown = lines.some(({ state }) => state === 'unknown');
  return unknown || coverage < wellSeen ? `A ${noun} that is not fully known` : `Quiet ${noun}`;
}

function incidentWords({ incidents, to }: DigestView): string {
  if (incidents.length === 0) return 'no incident';
  const [first] = incidents;
  if (incidents.length === 1 && first !== undefined) {
    const lasted = formatDuration((first.resolvedAt ?? to) - first.openedAt);
    const kind = first.severity === 'critical' ? 'critical incident' : 'warning';
    return `one ${kind} for ${lasted}${first.resolvedAt === null ? ', still open' : ''}`;
  }
  const critical = incidents.filter(({ severity }) => severity === 'critical').length;
  const open = incidents.filter(({ resolvedAt }) => resolvedAt === null).length;
  const words = `${incidents.length} incidents${critical > 0 ? `, ${critical} of them critical` : ''}`;
  return open > 0 ? `${words}, ${open} still open` : words;
}

function backupWords({ backups }: DigestView): string {
  if (backups === null || backups.missed === null) return 'backups not known';
  if (backups.missed === 0) return 'every backup on time';
  return `${backups.missed} backup${backups.missed === 1 ? '' : 's'} missed`;
}

function stateWords({ lines }: DigestView): string | null {
  const unknown = lines
    .filter(({ state }) => state === 'unknown')
    .map(({ subsystem }) => subsystem);
  if (unknown.length === 0) return null;
  const first = unknown.slice(0, -1).join(', ');
  return `nothing known of ${first === '' ? '' : `${first} and `}${unknown.at(-1)}`;
}
