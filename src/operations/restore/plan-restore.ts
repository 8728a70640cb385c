import { type BackupSet, sameGuid } from './backup-set.ts';
import { diagnose, lostFulls } from './diagnose.ts';
import { type History, historyOf } from './history.ts';
import type { Moment, RestoreAnswer, RestoreRefusal, RestoreRequest } from './request.ts';
import { type Chain, chooseChain, surveyOf } from './survey.ts';
import { writePlan } from './write-plan.ts';

/**
 * The sound plan with the fewest steps, or why there is none. It rests on LSNs, GUIDs and forks alone, never on the names
 * of files; msdb's times only say which moment a set stands for.
 *
 * Rules: a full or differential counts if it finished by the moment, since it can't be stopped inside; a differential
 * belongs to the full whose GUID, else whose checkpoint LSN, it names; a log applies where `first_lsn ≤ here ≤ last_lsn`
 * on the fork that the database is on; the moment is covered when a log that finishes at or after it is reached.
 */
export function planRestore(sets: readonly BackupSet[], request: RestoreRequest): RestoreAnswer {
  const history = historyOf(sets, request.database);
  if (history.sets.length === 0) return unknownDatabase(history, request.database);
  const { moment } = request;
  if (request.continueFrom === null && !hasFull(history, moment)) return noFull(history, moment);
  const passed = passedAlready(history, request);
  if (passed !== null) return passed;
  const survey = surveyOf(history, request);
  const choice = chooseChain(survey, request);
  if (choice.kind === 'chain') return writePlan(history, request, choice.chain);
  if (choice.kind === 'ask') return askForFork(choice.chains, moment);
  if (moment === null || request.exclude.log) return noChain(history, request);
  return diagnose(history, request, moment, survey);
}

function refusal(
  reason: RestoreRefusal['reason'],
  message: string,
  more: Partial<RestoreRefusal> = {},
): RestoreRefusal {
  return { ok: false, reason, message, newestReachable: null, missing: null, forks: null, ...more };
}

function unknownDatabase({ others }: History, database: string): RestoreRefusal {
  const names = [...new Set(others.map((set) => set.database))];
  const known = names.length === 0 ? 'no backup set at all' : `sets of ${listed(names)}`;
  return refusal(
    'unknown-database',
    `The history holds no backup set of ${database}, but ${known}. Names are compared whole and without regard to case.`,
  );
}

function hasFull({ usable }: History, moment: Moment | null): boolean {
  return usable.some(
    ({ type, finishedAt }) => type === 'full' && (moment === null || finishedAt <= moment.at),
  );
}

function noFull(history: History, moment: Moment | null): RestoreRefusal {
  const by = moment === null ? '' : ` finished by ${moment.text}`;
  const earliest = history.usable
    .filter(({ type }) => type === 'full')
    .reduce<BackupSet | null>((a, b) => (a === null || b.finishedAt < a.finishedAt ? b : a), null);
  const lost = lostFulls(history, moment);
  const advice =
    earliest === null
      ? 'Take a full backup now, or look for older ones on other servers.'
      : `The earliest that can be reached is ${earliest.finishedText}, with full ${earliest.id}.`;
  return refusal(
    'no-full',
    [`No usable full backup${by}.`, ...lost.map((line) => `${line}.`), advice].join(' '),
  );
}

function noChain(history: History, request: RestoreRequest): RestoreRefusal {
  const forks = forksIn(history.sets);
  return refusal(
    'fork',
    `No chain of this history ends on recovery fork ${request.fork}. Choose one of: ${listed(forks)}.`,
    { forks },
  );
}

function forksIn(sets: readonly BackupSet[]): readonly string[] {
  return [...new Set(sets.map((set) => set.lastForkGuid).filter((guid) => guid !== null))];
}

function askForFork(chains: readonly Chain[], moment: Moment | null): RestoreRefusal {
  const found = chains.filter(
    ({ fork }, index) =>
      fork !== null && index === chains.findIndex((other) => other.fork === fork),
  );
  const forks = found.map(({ fork }) => fork).filter((fork) => fork !== null);
  const ways = found.map(({ fork, by }) => `${fork} (up to ${by?.id}, ${by?.finishedText})`);
  const at = moment?.text ?? found[0]?.by?.finishedText ?? null;
  return refusal(
    'fork',
    `The database was restored to an earlier moment and went on from there, so ${at} exists more than once: on recovery forks ${listed(ways)}. Choose one with --fork GUID.`,
    { forks, newestReachable: at },
  );
}

/** A database that is being restored can't go back: is it past the moment already? */
function passedAlready(
  { usable }: History,
  { moment, continueFrom, fork }: RestoreRequest,
): RestoreRefusal | null {
  if (continueFrom === null || moment === null) return null;
  const { lsn } = continueFrom;
  const onPath = usable.filter(
    ({ lastForkGuid }) => fork === null || lastForkGuid === null || sameGuid(lastForkGuid, fork),
  );
  // What a set that finished in time holds was there in time.
  if (onPath.some((set) => set.lastLsn >= lsn && set.finishedAt <= moment.at)) return null;
  const beyond = onPath.find((set) => set.lastLsn <= lsn && set.finishedAt > moment.at);
  if (beyond === undefined) return null;
  return refusal(
    'not-covered',
    `The database is rolled forward past ${moment.text} already: LSN ${lsn} is not before the end of ${beyond.id}, finished ${beyond.finishedText} (RESTORE would refuse with Msg 4335). Begin again from a full backup, without --continue-from.`,
  );
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
