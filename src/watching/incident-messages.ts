import type { Incident, IncidentChange } from '../domain/incident.ts';
import type { Content, Lane, WantedMessage } from '../domain/message.ts';
import { namesOf } from './crowd.ts';
import type { IncidentRecord, Told } from './incidents.ts';
import type { EscalationStep, IncidentWriter } from './ports.ts';

export function rootKey(incidentId: string): string {
  return `incident:${incidentId}:root`;
}

/** What the keys of an incident's mentions begin with. */
export function mentionKeys(incidentId: string): string {
  return `incident:${incidentId}:mention:`;
}

/** The root message of an incident as it stands. */
export function rootMessage(
  incident: IncidentRecord,
  channel: string,
  writer: IncidentWriter,
): WantedMessage {
  return {
    key: rootKey(incident.id),
    channel,
    thread: null,
    broadcast: false,
    lane: laneOf(incident),
    content: writer.root(shown(incident)),
  };
}

/** More changes of one step than this have no line each: they are only named. */
const mostLines = 15;
/** A message of several lines ends before this many characters. */
const mostText = 3500;

/**
 * What an incident's thread is told in one step, from line number `first` on: whatever notifies someone by itself, all
 * the rest in one message, or as few as it fits into. A storm of instances would otherwise keep the channel busy for minutes, and the root
 * messages waiting behind it.
 */
export function threadMessages(
  told: readonly Told[],
  first: number,
  channel: string,
  writer: IncidentWriter,
): WantedMessage[] {
  const numbered = told.map((each, index) => ({ ...each, number: first + index }));
  const loud = numbered.filter(isLoud);
  const quiet = numbered.filter((each) => !isLoud(each));
  return [
    ...packed(lines(quiet, writer)).map(({ head, content }) => ({
      ...reply(head, 'line', head.number, channel),
      content,
    })),
    ...loud.map((each) => ({
      ...reply(each, each.mention ? 'mention' : 'line', each.number, channel),
      broadcast: true,
      content: each.mention
        ? writer.mention(shown(each.incident), stepOf(each.incident, each.change))
        : writer.line(shown(each.incident), each.change),
    })),
  ];
}

interface Numbered extends Told {
  readonly number: number;
}

function isLoud({ mention, broadcast = false }: Told): boolean {
  return mention || broadcast;
}

function reply(
  { incident }: Told,
  kind: 'line' | 'mention',
  number: number,
  channel: string,
): Omit<WantedMessage, 'content'> {
  return {
    key: `incident:${incident.id}:${kind}:${number}`,
    channel,
    thread: rootKey(incident.id),
    broadcast: false,
    lane: laneOf(incident),
  };
}

interface Line {
  readonly head: Numbered;
  readonly content: Content;
}

/** Beyond the most lines names alone; each of those lines takes the number of a change that it stands for. */
function lines(told: readonly Numbered[], writer: IncidentWriter): readonly Line[] {
  const crowd = told.filter(({ change }) => change.kind === 'listed');
  const others = told.filter(({ change }) => change.kind !== 'listed');
  // Whoever was just named with all others need not be named again.
  const rest = others
    .slice(mostLines)
    .filter(({ change }) => crowd.length === 0 || change.kind !== 'added');
  const named = namesOf(rest.map(({ change }) => change)).flatMap((change, index) => {
    const head = rest[index];
    return head === undefined ? [] : [{ ...head, change }];
  });
  return [...crowd, ...others.slice(0, mostLines), ...named].map((head) => ({
    head,
    content: writer.line(shown(head.incident), head.change),
  }));
}

function packed(all: readonly Line[]): readonly Line[] {
  const messages: Line[] = [];
  for (const line of all) {
    const last = messages.at(-1);
    const text = last === undefined ? '' : `${last.content.text}\n${line.content.text}`;
    if (last === undefined || text.length > mostText) {
      messages.push(line);
      continue;
    }
    const blocks = [...last.content.blocks, ...line.content.blocks];
    messages[messages.length - 1] = { head: last.head, content: { text, blocks } };
  }
  return messages;
}

function stepOf({ handling }: IncidentRecord, { at, detail }: IncidentChange): EscalationStep {
  if (detail === null) return { number: 0, waited: null };
  const since = Math.max(handling.mentionedAt ?? at, handling.releasedAt ?? 0);
  return { number: handling.escalated, waited: at - since };
}

function laneOf({ severity, resolvedAt }: IncidentRecord): Lane {
  if (resolvedAt !== null) return 'resolve';
  return severity === 'critical' ? 'critical' : 'alert';
}

function shown(incident: IncidentRecord): Incident {
  const { groupKey: _group, lines: _lines, writtenAt: _written, ...rest } = incident;
  return { ...rest, place: null };
}
