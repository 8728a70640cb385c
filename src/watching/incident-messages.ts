import type { Incident, IncidentChange } from '../domain/incident.ts';
import type { Content, Lane, WantedMessage } from '../domain/message.ts';
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

/** More changes of one step than this are counted, not listed: the root message's table has the worst. */
const mostListed = 15;

/**
 * What an incident's thread is told in one step, from line number `first` on: whatever notifies someone by itself, all
 * the rest in one message. A storm of instances would otherwise keep the channel busy for minutes, and the root
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
  const [head] = quiet;
  const joined = head && {
    ...reply(head, 'line', head.number, channel),
    content: contentOf(quiet, writer),
  };
  return [
    ...(joined === undefined ? [] : [joined]),
    ...loud.map((each) => ({
      ...reply(each, each.mention ? 'mention' : 'line', each.number, channel),
      broadcast: true,
      content: each.mention
        ? writer.mention(shown(each.incident), stepOf(each.incident, each.change))
        : writer.line(shown(each.incident), each.change),
    })),
  ];
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

function contentOf(told: readonly Told[], writer: IncidentWriter): Content {
  const listed = told.slice(0, mostListed);
  const lines = listed.map(({ incident, change }) => writer.line(shown(incident), change));
  const left = told.length - listed.length;
  if (left > 0) lines.push(writer.more(left));
  return {
    text: lines.map(({ text }) => text).join('\n'),
    blocks: lines.flatMap(({ blocks }) => blocks),
  };
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
