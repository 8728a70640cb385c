import type { JsonObject } from '../../domain/json.ts';
import { isObject, objectIn, textIn, textsIn } from '../../domain/json-fields.ts';
import { named } from '../../domain/plan.ts';
import type { Report, Run } from '../../domain/run.ts';
import { formatDuration } from '../../domain/time.ts';
import { endedTitle } from '../acting/ended-title.ts';
import { sayServerTime } from '../restore/server-time.ts';
import { besideLines, besideNext } from './beside-words.ts';
import { closedLines, isRecovered } from './closed-words.ts';
import { setsFromJson } from './planned-set.ts';
import { count } from './refuse-restore.ts';
import { unmaskedLines } from './unmasked.ts';
import { wayBackLines } from './way-back.ts';

/** How a restore ended: where it leads to, what was proven, what is left, and the way back or on. */
export function reportRestore(run: Run): Report {
  const { memory, plan, state } = run;
  const copy = memory['copy'];
  const name = named(typeof copy === 'string' ? copy : plan.target.database);
  const reaches = textIn(memory, 'reaches');
  const moment = reaches === null ? 'the newest moment' : momentOf(reaches, memory);
  const took =
    run.startedAt === null || run.endedAt === null
      ? ''
      : ` in ${formatDuration(run.endedAt - run.startedAt)}`;
  // A cancel may have opened it in another way: with the names changed back.
  const isOpen = isDone(run, 'doors') && memory['swappedBack'] !== true;
  const isThere = state === 'done' || state === 'incomplete' || isOpen;
  const left = leftOf(run, isThere);
  const steps = count(left.length, 'step');
  const failedAfter = isOpen && (state === 'failed' || state === 'cancelled');
  return {
    title: isThere
      ? `${name} restored to ${moment} (server time)${took}${left.length > 0 ? `, ${steps} left` : ''}${failedAfter ? '; the new full backup is missing: take it now' : ''}`
      : endedTitle(run),
    lines: [
      ...(isThere ? wellLines(memory) : []),
      ...notesOf(run),
      ...(isThere ? [] : unmaskedLines(run)),
      ...wayBackLines(run),
      ...closedLines(run, isThere),
      ...loginLines(memory),
      ...(memory['way'] === 'beside' ? besideLines(run, isThere) : undoLines(memory, isThere)),
      ...(isThere ? againLines(run) : []),
    ],
    left,
    next: isThere ? nextAfter(run) : nextAfterFailure(run),
  };
}

/** What people stopped for it, and would forget now that all is well; then the graph. */
function againLines({ steps, plan, memory }: Run): readonly string[] {
  const waited = (does: string) =>
    plan.steps.some(
      (step) =>
        step.does === does && steps.some(({ id, state }) => id === step.id && state === 'done'),
    );
  const again = [
    ...(waited('quiet') ? ['start the application and the workers'] : []),
    ...(waited('jobs') ? ['enable the jobs that back up or clean up'] : []),
  ];
  return [
    ...(again.length === 0 ? [] : [`Where they were stopped for this, ${again.join(', and ')}.`]),
    // The workers write what a resync sends.
    ...(typeof memory['copy'] === 'string'
      ? []
      : ['Neo4j was not set back with it: once the workers run, resync it.']),
  ];
}

/** Open by its own turn in the plan, not by way of giving back what was never touched. */
function isDone({ steps, plan }: Run, id: string): boolean {
  const place = plan.steps.findIndex((step) => step.id === id);
  return (
    place >= 0 &&
    plan.steps
      .slice(0, place + 1)
      .every((each) =>
        steps.some(
          (step) => step.id === each.id && (step.state === 'done' || step.state === 'by-dba'),
        ),
      )
  );
}

/** To the fraction where someone chose it. */
function momentOf(reaches: string, memory: JsonObject): string {
  const words = sayServerTime(reaches);
  return textIn(memory, 'stopAt') === null ? words.slice(0, 19) : words;
}

/** Tables by their number: nobody reads their names where nothing is wrong with them. */
function provenWords(proven: readonly string[]): string {
  const tables = proven.filter((what) => what.startsWith('['));
  return [
    ...proven.filter((what) => !tables.includes(what)),
    ...(tables.length === 0 ? [] : [count(tables.length, 'memory-optimized table')]),
  ].join(', ');
}

function wellLines(memory: JsonObject): readonly string[] {
  const proven = textsIn(memory, 'proven');
  const expires = memory['expires'];
  return [
    proven.length > 0
      ? `Proven: ${provenWords(proven)}.`
      : 'Not proven: this login may run none of the proofs.',
    ...(typeof memory['masked'] === 'string'
      ? [`Masked by ${named(memory['masked'])} before anyone was let in.`]
      : []),
    ...(memory['unmasked'] === true
      ? [`It holds the data of ${textIn(memory, 'from') ?? ''} as it is, unmasked.`]
      : []),
    ...(memory['verified'] === true
      ? ['A new full backup is written and readable (checksums): backups count again.']
      : []),
    ...(memory['queuesAsBefore'] === true ? ['Every queue is set as before.'] : []),
    ...(memory['activated'] === true ? ['An activated procedure ran.'] : []),
    ...(memory['activated'] === false ? ['No activated procedure was seen to run yet.'] : []),
    ...(typeof expires === 'string'
      ? [`Kept until ${sayServerTime(expires)}; then dropping it is proposed.`]
      : []),
    ...(typeof memory['copy'] === 'string'
      ? ['Its broker is off, and its queues start no procedure.']
      : [
          'Metrics and Query Store in it are as old as the moment: their checks say so for a while.',
        ]),
  ];
}

/** Logins that somebody disabled for it stay so on every way out, until somebody enables them. */
function loginLines(memory: JsonObject): readonly string[] {
  const enable = textsIn(memory, 'enable');
  return enable.length === 0
    ? []
    : [`Disabled when it began; the DBA lets them in again: ${enable.map(named).join(', ')}.`];
}

/** What failed or was done anew says the state that it left. */
function notesOf({ plan, steps }: Run): readonly string[] {
  return steps
    .filter(({ state, note }) => note !== null && state === 'failed')
    .map(({ id, note }) => `${plan.steps.find((step) => step.id === id)?.title ?? id}: ${note}`);
}

/** What leads back: to be kept from cleanup jobs (S8). */
function undoLines(memory: JsonObject, isThere: boolean): readonly string[] {
  const tail = memory['tail'];
  const file = memory['tailFile'];
  if (!isThere || !isObject(tail) || typeof file !== 'string') return [];
  const sets = Number(memory['back'] ?? setsFromJson(memory['sets']).length);
  return [
    `Undo: ${named(file)} and the ${count(sets, 'set')} before it lead back to the moment of the restore. Keep them until it is accepted.`,
  ];
}

/**
 * By the DBA: steps that were so from the start, and what turned out to be so. Of a database that is not back yet they are
 * not to be done: the restore that goes on has them again.
 */
function leftOf({ plan, steps, memory }: Run, isThere: boolean): readonly string[] {
  const found = textsIn(memory, 'left');
  const planned = plan.steps
    .filter(
      ({ id, by }) =>
        isThere && by === 'dba' && steps.some((step) => step.id === id && step.state === 'by-dba'),
    )
    // Once the queues were looked at, only those that differ are left, ahead of the broker.
    .flatMap(({ id, statements }) =>
      id === 'queues-by-dba' && memory['queuesSeen'] === true
        ? statements.filter((each) => found.includes(each))
        : statements,
    );
  return [...new Set([...planned, ...found])];
}

function nextAfter(run: Run): Report['next'] {
  const { memory } = run;
  if (typeof memory['copy'] === 'string') return dropNext(run, memory['copy']);
  const hasNewFull = memory['verified'] === true && isDone(run, 'new-full-verify');
  const broker = run.steps.some((step) => step.id === 'broker' && step.state === 'done');
  const wasOn = objectIn(memory, 'was')['broker'] === true;
  return [
    // The first thing: until then the new fork has no base to restore from.
    ...(hasNewFull
      ? []
      : [{ label: 'Full backup…', operation: 'backup.full' as const, options: {} }]),
    ...(wasOn && !broker
      ? [{ label: 'Enable the broker…', operation: 'broker.enable' as const, options: {} }]
      : []),
    { label: 'Resync Neo4j…', operation: 'resync', options: {} },
    ...besideNext(run, true),
  ];
}

function dropNext({ memory, id }: Run, copy: string): Report['next'] {
  const created = textIn(memory, 'createdLocal');
  const options = { copy, madeBy: id, ...(created === null ? {} : { created }) };
  return [{ label: 'Drop the copy…', operation: 'copy.drop', options }];
}

/** Goes on where it stopped, with what was recorded beforehand; of one that is as it was there is nothing to go on with. */
function nextAfterFailure(run: Run): Report['next'] {
  const { memory, plan, steps } = run;
  if (memory['way'] === 'beside') return besideNext(run, false);
  // Of another environment's data, and not masked: what should follow is that it goes (S17).
  if (typeof memory['copy'] === 'string' && 'from' in memory && memory['marked'] === true)
    return dropNext(run, memory['copy']);
  const overwritten = plan.steps.some(
    (step) =>
      step.overwrites &&
      step.id !== 'recover' &&
      steps.some(({ id, state }) => id === step.id && (state === 'done' || state === 'failed')),
  );
  if (typeof memory['copy'] === 'string') return [];
  const { was: _before, ...options } = objectIn(memory, 'options');
  const goesOn = memory['mode'] === 'continue';
  if (!overwritten && run.state !== 'failed') return [];
  if (!goesOn && (!overwritten || memory['untouched'] === true))
    return [{ label: 'New plan…', operation: 'restore.in-place', options }];
  const was = objectIn(memory, 'was');
  const label = isRecovered(run) ? 'Restore anew…' : 'Go on…';
  return [{ label, operation: 'restore.in-place', options: { ...options, was } }];
}
