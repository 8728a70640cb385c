import type { Instant } from '../domain/time.ts';
import { alertRoot } from '../slack/blocks/alert-root.ts';
import { mentionLine, type OnCall } from '../slack/blocks/mention-line.ts';
import { testAlert } from '../slack/blocks/test-alert.ts';
import { threadLine } from '../slack/blocks/thread-line.ts';
import type { IncidentWriter } from '../watching/ports.ts';

/** How incidents are put into words for Slack. */
export function incidentWriter(
  now: () => Instant,
  mentioned: (step: number) => OnCall,
): IncidentWriter {
  return {
    root: (incident) =>
      incident.isTest ? testAlert(incident) : alertRoot(incident, { now: now() }),
    line: (incident, change) => threadLine(change, incident),
    mention: (incident, { number, waited }) => mentionLine(incident, mentioned(number), waited),
  };
}
