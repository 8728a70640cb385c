import { longestSilence } from '../../alerting/silence.ts';
import type { Labels } from '../../domain/alert.ts';
import type { Incident, MutedInstance, SilenceView } from '../../domain/incident.ts';
import type { Block } from '../../domain/message.ts';
import { type Instant, parseDuration, SECOND } from '../../domain/time.ts';
import { actionIds, actions, section } from '../blocks/elements.ts';
import { code, escape } from '../blocks/escape.ts';
import { standing } from '../blocks/incident-words.ts';
import { slackDate } from '../blocks/slack-date.ts';
import { stateMark } from '../blocks/state-mark.ts';
import type { DialogView } from './dialog.ts';
import { momentInput, type ReadField, textInput } from './inputs.ts';

export const silenceCallback = 'silence';

/** What stands in the form. */
export interface SilenceForm {
  readonly environment: string;
  /** `label=value`, one a line. */
  readonly matchers: string;
  readonly duration: string;
  readonly comment: string;
  /** Seconds since 1970; empty: at once. */
  readonly start: string;
}

/** The form, with what it would mute now. */
export function silenceForm(
  { environment, matchers, duration, comment, start }: SilenceForm,
  preview: readonly MutedInstance[] | string | null,
): DialogView {
  return {
    title: 'Silence',
    submit: { label: 'Silence', callbackId: silenceCallback },
    about: environment,
    blocks: [
      section(
        `What matches is not announced in *${escape(environment)}*. It is still watched, and the end of what was announced is told.`,
      ),
      textInput({
        name: 'matchers',
        label: 'Matches',
        hint: 'label=value, one a line; all of them must agree. Labels: alert, severity, check, and those of the alert.',
        initial: matchers,
        multiline: true,
        longest: 1000,
      }),
      textInput({
        name: 'duration',
        label: 'For how long',
        hint: '30m, 2h or 3d; at most 7d',
        initial: duration,
        longest: 20,
      }),
      momentInput({
        name: 'start',
        label: 'From',
        hint: 'For planned maintenance; empty: from now on',
        initial: start,
      }),
      textInput({
        name: 'comment',
        label: 'Why',
        hint: 'For whoever wonders why it is quiet',
        initial: comment,
        longest: 300,
      }),
      ...(preview === null ? [] : [section(previewWords(preview))]),
      actions([{ label: 'Preview', actionId: actionIds.previewSilence, value: environment }]),
    ],
  };
}

/** What stands in a form that someone has before them. */
export function formOf(environment: string, field: ReadField): SilenceForm {
  return {
    environment,
    matchers: field('matchers'),
    duration: field('duration'),
    comment: field('comment'),
    start: field('start'),
  };
}

/** The labels that all of an incident have in common: what most people mean. */
export function matchersOf(incident: Incident): Labels {
  const [first, ...others] = standing(incident);
  const shared = Object.entries(first?.labels ?? {}).filter(([label, value]) =>
    others.every(({ labels }) => labels[label] === value),
  );
  return { alert: incident.alert, ...Object.fromEntries(shared) };
}

export function matchersText(matchers: Labels): string {
  return Object.entries(matchers)
    .map(([label, value]) => `${label}=${value}`)
    .join('\n');
}

/** Matchers as typed, or what is wrong with them. */
export function readMatchers(text: string): Labels | string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const matchers: Record<string, string> = {};
  for (const line of lines) {
    const at = line.indexOf('=');
    const label = line.slice(0, at).trim();
    const value = line.slice(at + 1).trim();
    if (at < 0 || label === '') return `Write label=value: "${line.trim()}" has no label.`;
    if (value === '') return `Say which ${label}: after the = stands nothing.`;
    if (Object.hasOwn(matchers, label)) return `${label} stands there twice; all must agree.`;
    matchers[label] = value;
  }
  return lines.length === 0 ? 'Name at least the alert: alert=queue-backlog.' : matchers;
}

/** When it is to begin; null: at once. */
export function startOf({ start }: SilenceForm): Instant | null {
  return start === '' ? null : Number(start) * SECOND;
}

/** What is wrong with each field; empty when nothing is. */
export function formErrors({
  matchers,
  duration,
  comment,
}: SilenceForm): Readonly<Record<string, string>> {
  const read = readMatchers(matchers);
  const wrongLength = lengthError(duration);
  return {
    ...(typeof read === 'string' ? { matchers: read } : {}),
    ...(wrongLength === null ? {} : { duration: wrongLength }),
    ...(comment.trim() === '' ? { comment: 'Say why, for the next person.' } : {}),
  };
}

function lengthError(duration: string): string | null {
  const length = parseDuration(duration.trim());
  if (length === undefined || length === 0) return 'Write a length of time: 30m, 2h or 3d.';
  return length > longestSilence ? 'At most 7d: silence it again if need be.' : null;
}

/** Said when it is done. */
export function silencedWords(
  { id, from, until, by }: SilenceView,
  preview: readonly MutedInstance[],
  now: Instant,
): readonly Block[] {
  const when =
    from > now
      ? `Planned: silenced from ${slackDate(from, 'moment')} until ${slackDate(until, 'moment')}`
      : `Silenced until ${slackDate(until, 'moment')}`;
  return [
    section(`${when} by ${escape(by)}. \`/hart unsilence ${escape(id)}\` ends it earlier.`),
    section(mutedWords(preview, from > now ? 'Would mute now' : 'Mutes now')),
  ];
}

/** What it would mute, or what is wrong with the matchers. */
function previewWords(preview: readonly MutedInstance[] | string): string {
  return typeof preview === 'string' ? escape(preview) : mutedWords(preview);
}

const shown = 8;

function mutedWords(instances: readonly MutedInstance[], label = 'Mutes now'): string {
  if (instances.length === 0)
    return `*${label}:* nothing that fires. What comes to match until its end stays quiet.`;
  const lines = instances.slice(0, shown).map(({ alert, labels, severity, incident }) => {
    const names = Object.values(labels).filter(Boolean).map(code).join(' ');
    const where = incident === null ? 'not announced' : `incident ${escape(incident)}`;
    return `${stateMark(severity)} ${code(alert)} ${names} (${where})`;
  });
  const more = instances.length - lines.length;
  return [
    `*${label}:* ${instances.length}`,
    ...lines,
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('\n');
}
