import type { AuditFinding, RecordedAuditEntry } from '../../domain/audit.ts';
import { formatNumber } from '../../domain/format-value.ts';
import type { Content } from '../../domain/message.ts';
import { formatDuration, type Instant } from '../../domain/time.ts';
import { context, section } from './elements.ts';
import { clip, code } from './escape.ts';
import { plainDate, slackDate } from './slack-date.ts';
import { table } from './table.ts';

const columns = [
  { title: 'No', align: 'right' },
  { title: 'Age', align: 'right' },
  { title: 'Who' },
  { title: 'What' },
  { title: 'Where' },
  { title: 'Outcome' },
  { title: 'More', wrap: true },
] as const;

/** The newest entries of the audit log, newest first. */
export function auditBlocks(entries: readonly RecordedAuditEntry[], now: Instant): Content {
  const [newest] = entries;
  const words =
    newest === undefined
      ? 'The audit log is empty'
      : `The newest ${entries.length} of ${formatNumber(newest.sequence)} entries`;
  return {
    text: `${words}, as of ${plainDate(now, 'time')}`,
    blocks: [
      section(`*Audit*: ${words}   ·   as of ${slackDate(now, 'time')}`),
      ...(entries.length === 0
        ? []
        : [
            table(
              columns,
              entries.map((entry) => [
                String(entry.sequence),
                formatDuration(now - entry.at),
                entry.person ?? entry.actor,
                entry.action,
                entry.environment ?? '',
                entry.outcome === 'done' || entry.outcome === 'started'
                  ? entry.outcome
                  : { text: entry.outcome, look: 'bold' as const },
                detailWords(entry),
              ]),
            ),
          ]),
      context(
        '`/hart audit N` shows more, `/hart audit verify` reads the whole log again, `/hart audit export` sends it to you.',
      ),
    ],
  };
}

function detailWords({ detail }: RecordedAuditEntry): string {
  return clip(
    Object.entries(detail)
      .filter(([, value]) => value !== null && value !== '')
      .map(([key, value]) => `${key} ${shortened(String(value))}`)
      .join(', '),
    200,
  );
}

/** Hashes are told apart by their beginning; the export has them whole. */
function shortened(value: string): string {
  return value.replaceAll(/\b[0-9a-f]{32,}\b/g, (hash) => `${hash.slice(0, 8)}…`);
}

/** Whether the log is whole, and whether anyone could have cut its end off. */
export function auditFindingBlocks({ ok, entries, firstBad, tail, head }: AuditFinding): Content {
  const sound = tail === 'proven' ? '🟢' : '🟡';
  const state = ok ? sound : '🔴';
  const words = ok
    ? `The audit log is whole: ${formatNumber(entries)} ${entries === 1 ? 'entry' : 'entries'}, none changed or missing`
    : `The audit log was changed: entry ${String(firstBad?.sequence ?? '?')} is ${firstBad?.why ?? 'wrong'}`;
  const end =
    tail === 'proven'
      ? 'Its end is proven by what was kept elsewhere.'
      : 'Its end is unproven: without an anchor kept elsewhere entries could have been cut off there.';
  const at = head === null ? '' : ` Head: ${String(head.sequence)} ${code(clip(head.hash, 16))}.`;
  return {
    text: `${state} ${words}`,
    blocks: [section(`${state} *${words}*`), context(`${end}${at}`)],
  };
}
