import { isRefusal, type Refusal } from '../../domain/authority.ts';
import type { RestoreChoices, RestoreFork, ServerMoment } from '../../domain/restore-choices.ts';
import type { Instant } from '../../domain/time.ts';
import { type OperationPorts } from '../acting/operation.ts';
import { type BackupSet, guidKey, sameGuid } from '../restore/backup-set.ts';
import { planRestore } from '../restore/plan-restore.ts';
import type { RestoreRequest } from '../restore/request.ts';
import { formatOffset, formatServerTime } from '../restore/server-time.ts';
import { inUtc, type OffsetAt } from '../restore/zone.ts';
import { besideNames, refusedBeside } from './beside-fits.ts';
import type { RestoreFacts } from './facts.ts';
import { gatherFrom } from './gather-source.ts';
import { historyZone } from './history-zone.ts';
import { moveTargets } from './move-targets.ts';
import { originOf } from './origin-of.ts';
import { copyLifetime } from './plan-copy.ts';

/** More than these nobody scrolls through. */
const mostLogs = 100;

/** What the form of a restore offers, by what the server says now. */
export async function restoreChoices(
  ports: OperationPorts,
  from?: string,
): Promise<RestoreChoices | Refusal> {
  const facts = await gatherFrom(from, null, ports);
  return isRefusal(facts) ? facts : choicesFrom(facts, ports);
}

/** The same from facts alone. */
function choicesFrom(
  here: RestoreFacts,
  { settings, now }: Pick<OperationPorts, 'settings' | 'now'>,
): RestoreChoices {
  // Of another environment's backups, what they reach is theirs, and where the copy goes is here.
  const facts = originOf(here);
  const { offset, name } = facts.server;
  const offsetAt = historyZone(facts.sets, { at: now(), offset, server: name });
  const sets = inUtc(facts.sets, offsetAt);
  const { database } = facts;
  const own = facts.files.filter(({ databaseId }) => databaseId === database?.id);
  const copyName = freeName(settings.database, facts, now());
  return {
    environment: settings.environment,
    server: facts.server.name,
    database: database?.name ?? settings.database,
    forks: forksOf(sets, facts, offsetAt),
    logs: sets
      .filter(({ type }) => type === 'log')
      .toSorted((a, b) => b.finishedAt - a.finishedAt)
      .slice(0, mostLogs)
      .map((set) => ({
        setId: set.id,
        fork: set.lastForkGuid,
        startedAt: momentOf(set.startedAt, offsetAt),
        finishedAt: momentOf(set.finishedAt, offsetAt),
      })),
    serverZone: `UTC${formatOffset(facts.server.offset).replace('Z', '')}`,
    copyName,
    files: moveTargets(own, copyName, facts.volumes ?? [], settings.allowedDirectories).map(
      ({ logical, kind, proposed, bytes }) => ({ logical, kind, proposed, bytes }),
    ),
    volumes: (facts.volumes ?? []).map(({ mount, freeBytes }) => ({ name: mount, freeBytes })),
    copyLifetime,
    masking: settings.masking ?? null,
    ...(here.source === undefined ? {} : { from: here.source.environment }),
    notBeside:
      refusedBeside(besideNames(database?.name ?? settings.database, 'R0'), facts, settings)
        ?.message ?? null,
    warnings: [
      ...(database === null ? [`There is no database ${settings.database} now.`] : []),
      ...(database !== null && database.state !== 'ONLINE' ? [`It is ${database.state}.`] : []),
      ...facts.unknown,
    ],
  };
}

function momentOf(at: Instant, offsetAt: OffsetAt): ServerMoment {
  return { local: formatServerTime(at + offsetAt(at)), at };
}

/** `Hartonomous_R20261123`: of the form that the operator may name, and free. */
function freeName(database: string, { databases }: RestoreFacts, now: Instant): string {
  const stamp = formatServerTime(now).slice(0, 10).replaceAll('-', '');
  const taken = new Set(databases.map(({ name }) => name.toLowerCase()));
  for (let number = 1; ; number += 1) {
    const name = `${database}_R${stamp}${number === 1 ? '' : `_${number}`}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}

/** Each recovery fork with what can be reached on it, the present one first. */
function forksOf(
  sets: readonly BackupSet[],
  { database }: RestoreFacts,
  offsetAt: OffsetAt,
): readonly RestoreFork[] {
  const present = database?.fork ?? null;
  const seen = new Map<string, string>();
  for (const { firstForkGuid, lastForkGuid } of sets)
    for (const fork of [lastForkGuid, firstForkGuid])
      if (fork !== null && !seen.has(guidKey(fork))) seen.set(guidKey(fork), fork);
  return [...seen.values()]
    .map((id) => forkOf(id, sets, present, offsetAt))
    .toSorted((a, b) => Number(b.present) - Number(a.present));
}

function forkOf(
  id: string,
  sets: readonly BackupSet[],
  presentFork: string | null,
  offsetAt: OffsetAt,
): RestoreFork {
  const of = sets.filter(({ lastForkGuid }) => lastForkGuid !== null && sameGuid(lastForkGuid, id));
  const fulls = of.filter(({ type, isDamaged }) => type === 'full' && isDamaged !== true);
  const present = presentFork !== null && sameGuid(presentFork, id);
  const request: RestoreRequest = {
    database: sets[0]?.database ?? '',
    moment: null,
    exclude: { diff: false, log: false },
    fork: id,
    continueFrom: null,
  };
  const answer = planRestore(sets, request);
  const last = answer.ok ? sets.find((set) => set.id === answer.steps.at(-1)?.setId) : undefined;
  const first = Math.min(...fulls.map(({ finishedAt }) => finishedAt));
  const left = present ? null : Math.max(...of.map(({ finishedAt }) => finishedAt));
  const why = answer.ok ? null : answer.message;
  return {
    id,
    present,
    oldest: Number.isFinite(first) ? momentOf(first, offsetAt) : null,
    newest: last === undefined ? null : momentOf(last.finishedAt, offsetAt),
    note:
      why ??
      (left === null || !Number.isFinite(left)
        ? null
        : `left after ${momentOf(left, offsetAt).local} by a restore`),
  };
}
