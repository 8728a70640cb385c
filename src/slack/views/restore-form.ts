import type { Refusal } from '../../domain/authority.ts';
import { formatValue } from '../../domain/format-value.ts';
import type { Block } from '../../domain/message.ts';
import type { RestoreChoices, RestoreFork, ServerMoment } from '../../domain/restore-choices.ts';
import { formatDuration, type Instant, SECOND } from '../../domain/time.ts';
import { actionIds, context, section } from '../blocks/elements.ts';
import { clip, code } from '../blocks/escape.ts';
import { planMarkup } from '../blocks/plan-words.ts';
import { slackDate } from '../blocks/slack-date.ts';
import type { DialogView } from './dialog.ts';
import { textInput } from './inputs.ts';
import { menu, moment, radio } from './pickers.ts';
import type { RestoreForm } from './restore-fields.ts';
import { momentOf, nameIn } from './restore-fields.ts';
import { sourceBlocks } from './restore-source.ts';
import { serverClock } from './server-clock.ts';

export const restoreCallback = 'restore';

const redraw = actionIds.redrawRestore;

/** What to restore, to which moment, where to. The plan comes next; nothing happens before that is agreed to. */
export function restoreForm(
  choices: RestoreChoices,
  form: RestoreForm,
  refusal: Refusal | null = null,
): DialogView {
  const fork = forkOf(choices, form);
  const how = form.how === 'beside' && !fitsBeside(choices) ? 'in-place' : form.how;
  return {
    title: 'Restore',
    submit: { label: 'Show the plan', callbackId: restoreCallback },
    about: choices.environment,
    blocks: [
      ...(refusal === null
        ? []
        : [section(`*Not like this:* ${planMarkup(refusal.message)} ${planMarkup(refusal.hint)}`)]),
      section(ofWhat(choices)),
      radio({
        name: 'how',
        label: 'Where to',
        options: [
          { label: 'As a copy, beside the database', value: 'copy' },
          ...(fitsBeside(choices)
            ? [{ label: 'In place: beside first, then change names (safest)', value: 'beside' }]
            : []),
          { label: 'In place: what is there now is overwritten', value: 'in-place' },
        ],
        initial: how,
        redraw,
      }),
      ...(how === 'copy' ? sourceBlocks(choices, form) : []),
      ...forkBlocks(choices, form, fork),
      ...untilBlocks(choices, form, fork),
      ...(how === 'copy' ? copyBlocks(choices, form) : [jobsBlock(form)]),
      ...(how === 'in-place' ? [tailBlock(form), ...whyOverwrite(choices)] : []),
      ...choices.warnings.slice(0, 5).map((warning) => context(planMarkup(warning))),
    ],
  };
}

/** Whose data it is; and where it goes, where that is elsewhere (S17). */
function ofWhat({ database, server, environment, from }: RestoreChoices): string {
  const there = `${code(database)} on ${code(server)}`;
  return from === undefined
    ? `${there}, environment ${code(environment)}`
    : `${there} of ${code(from)} \u2192 a copy in ${code(environment)}`;
}

function fitsBeside({ notBeside }: RestoreChoices): boolean {
  return notBeside === null;
}

/** S8: overwriting is offered with the reason why not beside. */
function whyOverwrite({ notBeside }: RestoreChoices): readonly Block[] {
  if (notBeside === undefined) return [];
  return [
    context(
      notBeside === null
        ? 'It can be made beside first: that overwrites nothing, and is undone by changing the names back.'
        : `Not beside: ${planMarkup(notBeside)}`,
    ),
  ];
}

function forkOf({ forks }: RestoreChoices, { fork }: RestoreForm): RestoreFork | undefined {
  return forks.find(({ id }) => id === fork) ?? forks.find(({ present }) => present) ?? forks[0];
}

function forkBlocks(
  { forks, serverZone }: RestoreChoices,
  form: RestoreForm,
  chosen?: RestoreFork,
): readonly Block[] {
  if (chosen === undefined)
    return [section('*No backups are on hand* that hart could restore from.')];
  const options = forks.map(({ id, present, note }) => ({
    label: present ? 'The present one' : (note ?? `Another one (${id.slice(0, 8)})`),
    value: id,
  }));
  const pick =
    forks.length < 2
      ? []
      : [
          menu({
            name: nameIn(form, 'fork'),
            label: 'Which history',
            hint: 'A restore begins a new one; backups of those before it can still be restored.',
            options,
            initial: chosen.id,
            redraw,
          }),
        ];
  return [...pick, section(reachWords(chosen, serverZone))];
}

function reachWords({ oldest, newest, note }: RestoreFork, zone: string | null): string {
  if (oldest === null || newest === null)
    return `*Reaches:* not known${note === null ? '' : ` (${planMarkup(note)})`}`;
  // The zone last: before the moments it would break one of them over two lines.
  const inZone = zone === null ? '' : ` (${planMarkup(zone)})`;
  return [
    `*Reaches:* ${readerTime(oldest)} → ${readerTime(newest)}`,
    `By the server's clock: ${localWords(oldest)} → ${localWords(newest)}${inZone}`,
  ].join('\n');
}

function readerTime({ at, local }: ServerMoment): string {
  return at === null ? `${localWords({ local })} by the server's clock` : slackDate(at, 'second');
}

function localWords({ local }: Pick<ServerMoment, 'local'>): string {
  return code(local.replace('T', ' ').slice(0, 19));
}

function untilBlocks(
  choices: RestoreChoices,
  form: RestoreForm,
  fork: RestoreFork | undefined,
): readonly Block[] {
  const { logs, serverZone } = choices;
  const mine = logs.filter((log) => log.fork === null || log.fork === fork?.id);
  const ends = [
    { label: 'The latest that the backups reach', value: 'latest' },
    { label: 'A moment', value: 'moment' },
    ...(mine.length === 0 ? [] : [{ label: 'Before a log backup', value: 'before-log' }]),
  ];
  const until = radio({
    name: 'until',
    label: 'Until',
    options: ends,
    initial: form.until,
    redraw,
  });
  if (form.until === 'moment') {
    const newest = fork?.newest?.at ?? null;
    const at = momentOf(form);
    const initial = at ?? newest;
    return [
      until,
      moment({
        name: 'at',
        label: 'Moment, in your time',
        initial: initial === null ? null : initial / SECOND,
        redraw,
      }),
      textInput({
        name: 'seconds',
        label: 'Seconds',
        hint: '0 to 59, with up to three decimals. What happened at that moment itself is restored.',
        initial: form.seconds,
        longest: 6,
      }),
      ...(at === null ? [] : [context(clockWords(at, serverZone))]),
    ];
  }
  if (form.until !== 'before-log' || mine.length === 0) return [until];
  const options = mine.slice(0, 100).map(({ setId, startedAt, finishedAt }) => ({
    label: `${startedAt.local.replace('T', ' ')} to ${finishedAt.local.slice(11)} (server)`,
    value: setId,
  }));
  return [
    until,
    menu({
      name: nameIn(form, 'log'),
      label: 'Before which log backup',
      hint: 'It is left out, and all that came after it.',
      options,
      initial: form.log === '' ? (options[0]?.value ?? '') : form.log,
    }),
  ];
}

function clockWords(at: Instant, zone: string | null): string {
  const utc = new Date(at).toISOString().replace('T', ' ').slice(0, 19);
  const server = serverClock(at, zone);
  const local =
    server === null ? "the server's zone is not known" : `${server} by the server's clock`;
  return `${local} · ${utc} UTC · ${slackDate(at, 'second')} for you`;
}

/** A job that takes the log or deletes files meanwhile is in the way: the DBA disables it, or someone decides (S23). */
function jobsBlock({ jobs }: RestoreForm): Block {
  return radio({
    name: 'jobs',
    label: 'Jobs of the server that back up or clean up',
    hint: 'Disabling them is the DBA’s, and so is going on without. One that backs up the log meanwhile fails; one that cleans up may delete what leads back.',
    options: [
      { label: 'Wait until they are disabled, 10 minutes at most', value: 'wait' },
      { label: 'Restore while they run', value: 'go-on' },
    ],
    initial: jobs,
  });
}

/** A tail holds all that is in no backup yet, and is the way back (S3). */
function tailBlock({ tail }: RestoreForm): Block {
  return radio({
    name: 'tail',
    label: 'The tail of the log, before anything is overwritten',
    hint: 'Without it is for a database that gives none: damaged, or in recovery model SIMPLE. It is overwritten WITH REPLACE then, and nothing leads back to how it is now.',
    options: [
      { label: 'Back it up first: nothing committed is lost by that', value: 'take' },
      { label: 'Without it: what is in no backup yet is lost for good', value: 'without' },
    ],
    initial: tail,
  });
}

function copyBlocks(choices: RestoreChoices, form: RestoreForm): readonly Block[] {
  const { files, volumes, copyLifetime } = choices;
  const bytes = files.map((file) => file.bytes);
  const takes =
    bytes.length > 0 && bytes.every((one) => one !== null)
      ? `A copy takes ${formatValue(
          bytes.reduce<number>((sum, one) => sum + (one ?? 0), 0),
          'bytes',
        )}. `
      : '';
  const free = volumes
    .map(({ name, freeBytes }) => `${code(name)} ${formatValue(freeBytes, 'bytes')}`)
    .join(', ');
  return [
    textInput({
      name: 'copy',
      label: 'Name of the copy',
      initial: form.copy,
      longest: 128,
    }),
    textInput({
      name: nameIn(form, 'moves'),
      label: 'Where its files go',
      hint: `logical name = path on the server${choices.from === undefined ? '' : ` of ${choices.environment}`}, one a line`,
      initial: clip(form.moves, 3000),
      multiline: true,
      longest: 3000,
    }),
    textInput({
      name: 'keep',
      label: 'Kept for',
      hint: `12h, 7d; then it is proposed for dropping. Usual: ${formatDuration(copyLifetime)}`,
      initial: form.keep,
      longest: 10,
    }),
    context(`${takes}Free: ${free === '' ? 'not known' : free}`),
  ];
}
