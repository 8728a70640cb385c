import type { RestoreChoices, RestoreEnd, RestoreOptions } from '../../domain/restore-choices.ts';
import {
  DAY,
  formatDuration,
  HOUR,
  type Instant,
  parseDuration,
  SECOND,
} from '../../domain/time.ts';
import type { ReadField } from './inputs.ts';

/** What stands in the form of a restore, as text. */
export interface RestoreForm {
  /** `beside`: in place, but overwriting nothing. */
  readonly how: 'copy' | 'beside' | 'in-place';
  readonly fork: string;
  readonly until: 'latest' | 'moment' | 'before-log';
  /** Seconds since 1970, to the minute. */
  readonly at: string;
  readonly seconds: string;
  readonly log: string;
  readonly copy: string;
  readonly moves: string;
  readonly keep: string;
  /** Of a copy: the environment whose backups it is made of; empty: its own. */
  readonly from: string;
  readonly unmasked: 'no' | 'yes';
  /** Whether a restore in place waits until jobs that back up or clean up are disabled. */
  readonly jobs: 'wait' | 'go-on';
  /** Whether what is overwritten gives the tail of its log first. */
  readonly tail: 'take' | 'without';
}

/** In the menu of environments: its own. None of them is called so. */
export const ownBackups = '-';

/** What is of one database's backups alone: a choice among them means nothing among another one's. */
const bound: readonly string[] = ['fork', 'log', 'moves'] satisfies readonly (keyof RestoreForm)[];

/**
 * The name under which a field stands in the dialog. Where Slack finds the same name in a dialog that is drawn anew it keeps
 * what was there: what is chosen among the backups of one environment must not be taken for a choice among another one's.
 */
export function nameIn({ from }: Pick<RestoreForm, 'from'>, field: string): string {
  return from === '' || !bound.includes(field) ? field : `${field}@${from}`;
}

/** As it begins: a copy, the latest, with the names and places that are proposed. */
export function newRestoreForm(choices: RestoreChoices): RestoreForm {
  return {
    how: 'copy',
    fork: '',
    until: 'latest',
    at: '',
    seconds: '0',
    log: '',
    copy: choices.copyName,
    moves: choices.files.map(({ logical, proposed }) => `${logical} = ${proposed}`).join('\n'),
    keep: lengthText(choices.copyLifetime),
    from: choices.from ?? '',
    unmasked: 'no',
    jobs: 'wait',
    tail: 'take',
  };
}

/** As it is filled in; fields that are not shown keep what they began with. */
export function restoreFormOf(field: ReadField, begun: RestoreForm | null = null): RestoreForm {
  const asked = field('how');
  const how = asked === 'in-place' || asked === 'beside' ? asked : 'copy';
  const until = field('until');
  const from = how === 'copy' ? fromOf(field('from') || (begun?.from ?? '')) : '';
  const or = (name: keyof RestoreForm) => field(nameIn({ from }, name)) || (begun?.[name] ?? '');
  return {
    how,
    fork: or('fork'),
    until: until === 'moment' || until === 'before-log' ? until : 'latest',
    at: or('at'),
    seconds: or('seconds'),
    log: or('log'),
    copy: or('copy'),
    moves: or('moves'),
    keep: or('keep'),
    from,
    unmasked: or('unmasked') === 'yes' ? 'yes' : 'no',
    jobs: or('jobs') === 'go-on' ? 'go-on' : 'wait',
    tail: or('tail') === 'without' ? 'without' : 'take',
  };
}

function fromOf(chosen: string): string {
  return chosen === ownBackups ? '' : chosen;
}

/** The moment that is filled in; null where it is none. */
export function momentOf({ at, seconds }: Pick<RestoreForm, 'at' | 'seconds'>): Instant | null {
  if (!/^\d{9,10}$/.test(at) || !isSeconds(seconds)) return null;
  const minute = Math.floor(Number(at) / 60) * 60 * SECOND;
  return minute + Math.round(Number(seconds.trim()) * SECOND);
}

function isSeconds(text: string): boolean {
  return /^([0-5]?\d)(\.\d{1,3})?$/.test(text.trim());
}

/** What is wrong with each field, or what is asked for. What only the server knows is found when it is planned. */
export function readRestoreForm(
  form: RestoreForm,
): { readonly errors: Readonly<Record<string, string>> } | { readonly options: RestoreOptions } {
  const end = endOf(form);
  const moves = form.how === 'copy' ? readMoves(form.moves) : {};
  const keep = parseDuration(form.keep.trim());
  const errors = {
    ...(form.until === 'moment' && form.at === '' ? { at: 'Choose a moment.' } : {}),
    ...(form.until === 'moment' && !isSeconds(form.seconds)
      ? { seconds: 'Write 0 to 59, with up to three decimals.' }
      : {}),
    ...(form.until === 'before-log' && form.log === '' ? { log: 'Choose a log backup.' } : {}),
    ...(form.how === 'copy' ? copyErrors(form, moves, keep) : {}),
  };
  if (Object.keys(errors).length > 0 || end === null || typeof moves === 'string')
    return {
      errors: Object.fromEntries(
        Object.entries(errors).map(([name, words]) => [nameIn(form, name), words]),
      ),
    };
  const copy = form.how === 'copy';
  return {
    options: {
      fork: form.fork === '' ? null : form.fork,
      end,
      copy: copy ? form.copy.trim() : null,
      moves,
      keep: copy ? (keep ?? null) : null,
      ...(!copy && form.jobs === 'go-on' ? { whileJobsRun: true } : {}),
      ...(form.how === 'in-place' && form.tail === 'without' ? { withoutTail: true } : {}),
      ...(form.how === 'beside' ? { way: 'beside' } : {}),
      ...(copy && form.from !== '' ? { from: form.from } : {}),
      ...(copy && form.from !== '' && form.unmasked === 'yes' ? { unmasked: true } : {}),
    },
  };
}

function endOf(form: RestoreForm): RestoreEnd | null {
  if (form.until === 'latest') return { kind: 'latest' };
  if (form.until === 'before-log')
    return form.log === '' ? null : { kind: 'before-log', setId: form.log };
  const at = momentOf(form);
  return at === null ? null : { kind: 'moment', at };
}

function copyErrors(
  { copy }: RestoreForm,
  moves: Readonly<Record<string, string>> | string,
  keep: number | undefined,
): Readonly<Record<string, string>> {
  return {
    ...(/^[^\p{Cc}[\]]{1,128}$/u.test(copy.trim())
      ? {}
      : { copy: 'Write a name without brackets, of at most 128 characters.' }),
    ...(typeof moves === 'string' ? { moves } : {}),
    ...(keep === undefined || keep < HOUR || keep > 90 * DAY
      ? { keep: 'Write a length of time from 1h to 90d: 12h, 7d.' }
      : {}),
  };
}

/** `logical = path`, one a line, or what is wrong with it. */
function readMoves(text: string): Readonly<Record<string, string>> | string {
  const moves: Record<string, string> = {};
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const at = line.indexOf('=');
    const logical = line.slice(0, Math.max(0, at)).trim();
    const path = line.slice(at + 1).trim();
    if (at < 0 || logical === '')
      return `Write name = path: "${line.trim().slice(0, 60)}" has no name.`;
    if (!/^([a-z]:[\\/]|[\\/])/i.test(path)) return `Write a whole path for ${logical}.`;
    if (Object.hasOwn(moves, logical)) return `${logical} stands there twice.`;
    if (Object.values(moves).includes(path)) return `Two files would be ${path}.`;
    moves[logical] = path;
  }
  return moves;
}

function lengthText(length: number): string {
  if (length % DAY === 0) return `${length / DAY}d`;
  return length % HOUR === 0 ? `${length / HOUR}h` : formatDuration(length).replaceAll(' ', '');
}
