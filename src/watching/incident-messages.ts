import type { Incident, IncidentChange } from '../domain/incident.ts';
import type { Lane, WantedMessage } from '../domain/message.ts';
import type { IncidentRecord, Told } from './incidents.ts';
import type { EscalationStep, IncidentWriter } from './ports.ts';

export function rootKey(incidentId: string): string {
  return `incident:${incidentId}:root`;
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

/** One line of an incident's thread; the one with the mention is shown in the channel too. */
export function lineMessage(
  { incident, change, mention, broadcast = false }: Told,
  number: number,
  channel: string,
  writer: IncidentWriter,
): WantedMessage {
  const content = mention
    ? writer.mention(shown(incident), stepOf(incident, change))
    : writer.line(shown(incident), change);
  return {
    key: `incident:${incident.id}:${mention ? 'mention' : 'line'}:${number}`,
    channel,
    thread: rootKey(incident.id),
    broadcast: mention || broadcast,
    lane: laneOf(incident),
    content,
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
