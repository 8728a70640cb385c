import { formatBytes, formatNumber } from '../../domain/format-value.ts';
import { named } from '../../domain/plan.ts';
import type { Report, Run } from '../../domain/run.ts';
import { formatDuration, SECOND } from '../../domain/time.ts';
import { endedTitle } from '../acting/ended-title.ts';
import { kindWords } from './backup-options.ts';
import { isObject, writeInput, writtenFrom } from './written.ts';

/** Log backup of `Hartonomous` done: 1.2 GB in 9 s, readable (checksums). Restorable to 14:46:12 (server time). */
export function reportBackup(run: Run): Report {
  const { plan, memory, state } = run;
  const writing = plan.steps.find(({ does }) => does === 'write');
  const written = writtenFrom(memory);
  const input = writing === undefined ? null : writeInput(writing);
  const kind = input?.options.kind ?? 'full';
  const what = `${input?.options.copyOnly === true ? 'Copy-only ' : ''}${kindWords[kind]}`;
  const subject = `${capital(what)} of ${named(plan.target.database)}`;
  const left = plan.steps.flatMap(({ by, statements }) => (by === 'dba' ? statements : []));
  const isOver = state === 'done' || state === 'incomplete';
  if (written === null || !isOver) {
    const failed = run.steps.find((step) => step.state === 'failed');
    const why = failed?.note ?? run.endedBy?.why ?? null;
    return {
      title: isOver ? `${subject} failed` : endedTitle(run),
      lines: [
        ...(why === null ? [] : [why]),
        ...(written === null ? [] : written.files.map((file) => `Written: ${named(file)}`)),
      ],
      left: [],
      next: again(run),
    };
  }
  const size = sizeOf(run, written.tookMs);
  const proof = memory['verified'] === true ? 'readable (checksums)' : 'not read back';
  const reach = memory['restorableTo'];
  const restorable = typeof reach === 'string' ? ` Restorable to ${reach} (server time).` : '';
  return {
    title: `${subject} done: ${size.short}, ${proof}.${restorable}`,
    lines: [
      ...written.files.map((file) => `File: ${named(file)}`),
      ...size.lines,
      ...written.leftBehind.map(
        (file) => `An earlier attempt left ${named(file)}: it is not whole.`,
      ),
      ...(written.inHistory
        ? []
        : ['The history in msdb does not have it: restores find it by its file alone.']),
      ...(memory['isBroken'] === true
        ? ['The chain has a gap: `/hart backups` says where. A full or differential begins anew.']
        : []),
    ],
    left,
    next:
      memory['isBroken'] === true
        ? [{ label: 'Back up differentially…', operation: 'backup.diff', options: {} }]
        : [],
  };
}

function again({ order, state }: Run): Report['next'] {
  return state === 'cancelled'
    ? []
    : [{ label: 'Take it again…', operation: order.operation, options: order.options }];
}

function sizeOf(
  { memory }: Run,
  tookMs: number,
): { readonly short: string; readonly lines: readonly string[] } {
  const { set } = memory;
  const took = tookMs === 0 ? null : formatDuration(tookMs);
  if (!isObject(set)) return { short: took === null ? 'size not known' : `in ${took}`, lines: [] };
  const bytes = Number(set['bytes'] ?? 0);
  const whole = Number(set['wholeBytes'] ?? 0);
  const speed = tookMs === 0 ? null : `${formatBytes(whole / (tookMs / SECOND))}/s`;
  return {
    short: took === null ? formatBytes(bytes) : `${formatBytes(bytes)} in ${took}`,
    lines: [
      [
        ...(speed === null ? [] : [`Speed ${speed}`]),
        bytes > 0 && whole > bytes * 1.01
          ? `compressed ${formatNumber(whole / bytes, 1)} to 1`
          : 'not compressed',
      ].join(', '),
    ],
  };
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
