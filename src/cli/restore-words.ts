import type {
  RestoreAnswer,
  RestorePlan,
  RestoreRefusal,
  RestoreRequest,
} from '../operations/restore/request.ts';

/** The answer for someone who reads it at three in the morning: what comes first is what matters first. */
export function restoreWords(answer: RestoreAnswer, request: RestoreRequest): string {
  return `${(answer.ok ? planWords(answer, request) : refusalWords(answer)).join('\n')}\n`;
}

function planWords(plan: RestorePlan, { database, continueFrom }: RestoreRequest): string[] {
  const { steps } = plan;
  const logs = steps.filter(({ type }) => type === 'log').length;
  const counts = [
    ...steps.filter(({ type }) => type !== 'log').map(({ type, setId }) => `${type} ${setId}`),
    ...(logs > 0 ? [`${logs} log${logs > 1 ? 's' : ''}`] : []),
  ];
  const [verb, tail] =
    continueFrom === null
      ? [
          'Restore',
          'If the database still exists, back up the tail of its log first (BACKUP LOG … WITH NORECOVERY, CHECKSUM), else what is not backed up yet is lost.',
        ]
      : ['Go on restoring', null];
  const reaches = plan.reaches ?? 'the end of what is restored already';
  return [
    `${verb} ${database} to ${reaches} (server time)${plan.pointInTime ? '' : ', not to a point in time'}: ${counts.join(', ') || 'nothing to restore'}.`,
    ...(plan.fork === null ? [] : [`On recovery fork ${plan.fork}.`]),
    ...(tail === null ? [] : ['', tail]),
    ...section('Look out', plan.warnings),
    '',
    'Run these in order. Stop at the first that fails:',
    '',
    ...plan.statements.flatMap((statement) => [`${statement};`, 'GO']),
    '',
    ...leftOut(plan),
  ];
}

function refusalWords(refusal: RestoreRefusal): string[] {
  const { reason, message, newestReachable, missing, forks } = refusal;
  return [
    `No plan (${reason}).`,
    '',
    message,
    '',
    ...(newestReachable === null ? [] : [`newest reachable  ${newestReachable} (server time)`]),
    ...(missing === null ? [] : [`missing log       LSN ${missing.fromLsn} to ${missing.toLsn}`]),
    ...(forks === null ? [] : [`forks             ${forks.join('\n                  ')}`]),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ! ${line}`)];
}

/** Sets by the reason that they share: a long history leaves out thousands. */
function leftOut({ excluded }: RestorePlan): string[] {
  const byReason = new Map<string, string[]>();
  for (const { setId, why } of excluded) {
    const ids = byReason.get(why);
    if (ids === undefined) byReason.set(why, [setId]);
    else ids.push(setId);
  }
  const lines = [...byReason].map(([why, ids]) => {
    const shown = ids.slice(0, 3).join(', ');
    return `  ${ids.length > 3 ? `${shown} and ${ids.length - 3} more` : shown}: ${why}`;
  });
  if (lines.length === 0) return [];
  return ['Left out:', ...lines.slice(0, 12), ...(lines.length > 12 ? ['  … (see --json)'] : [])];
}
