import type { Transition } from '../domain/alert.ts';
import type { Severity, State } from '../domain/check.ts';
import { stateOrder } from '../domain/check.ts';
import { type Duration, formatDuration, type Instant } from '../domain/time.ts';
import type { Silence } from './model.ts';
import { isActive } from './silence.ts';

/** An incident as it is known, whenever it was. */
export interface IncidentSpan {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly openedAt: Instant;
  readonly resolvedAt: Instant | null;
  readonly holder: string | null;
}

/** Where a check stands at the end of the period. */
export interface CheckStanding {
  readonly check: string;
  readonly state: State;
  readonly reason: string | null;
}

export interface DigestInput {
  /** Inclusive. */
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
  readonly incidents: readonly IncidentSpan[];
  readonly transitions: readonly Transition[];
  readonly checks: readonly CheckStanding[];
  readonly silences: readonly Silence[];
}

export interface DigestSummary {
  /** One sentence for someone who reads nothing else. */
  readonly headline: string;
  /** Those that were open at any time of the period: critical first, then the longest. */
  readonly incidents: readonly (IncidentSpan & {
    /** How much of it lies in the period. */
    readonly duration: Duration;
    readonly isOpen: boolean;
    /** It began before the period. */
    readonly isCarriedOver: boolean;
  })[];
  readonly counts: {
    readonly incidents: number;
    readonly critical: number;
    readonly warning: number;
    readonly open: number;
    /** Instances that began to fire, and that were resolved. */
    readonly fired: number;
    readonly resolved: number;
  };
  /** Which alerts fired how often, the most frequent first. */
  readonly fired: readonly { readonly alert: string; readonly times: number }[];
  /** Not ok and not off, the worst first. */
  readonly notOk: readonly CheckStanding[];
  readonly off: readonly string[];
  /** Silences that hold at the end of the period. */
  readonly silenced: readonly { readonly name: string; readonly until: Instant }[];
}

/** What happened in a period, from what was recorded of it. */
export function summarise(input: DigestInput): DigestSummary {
  const { from, to } = input;
  const incidents = input.incidents
    .filter(({ openedAt, resolvedAt }) => openedAt < to && (resolvedAt ?? to) >= from)
    .map((incident) => {
      const isOpen = incident.resolvedAt === null || incident.resolvedAt >= to;
      const end = isOpen ? to : (incident.resolvedAt ?? to);
      const duration = end - Math.max(incident.openedAt, from);
      return { ...incident, duration, isOpen, isCarriedOver: incident.openedAt < from };
    })
    .toSorted((a, b) => rank(a.severity) - rank(b.severity) || b.duration - a.duration);
  const within = input.transitions.filter(({ at }) => at >= from && at < to);
  // A return from recovering, and a change of severity, is no new firing.
  const fired = within.filter(
    (one) => one.to === 'firing' && (one.from === 'inactive' || one.from === 'pending'),
  );
  const notOk = input.checks
    .filter(({ state }) => state !== 'ok' && state !== 'off')
    .toSorted((a, b) => stateOrder.indexOf(b.state) - stateOrder.indexOf(a.state));
  return {
    headline: headline(incidents, notOk),
    incidents,
    counts: {
      incidents: incidents.length,
      critical: incidents.filter(({ severity }) => severity === 'critical').length,
      warning: incidents.filter(({ severity }) => severity === 'warning').length,
      open: incidents.filter(({ isOpen }) => isOpen).length,
      fired: fired.length,
      resolved: within.filter((one) => one.to === 'resolved').length,
    },
    fired: frequencies(fired.map(({ alert }) => alert)),
    notOk,
    off: input.checks.filter(({ state }) => state === 'off').map(({ check }) => check),
    silenced: input.silences
      .filter((silence) => isActive(silence, to))
      .map(({ matchers, to: until }) => ({ name: matcherText(matchers), until })),
  };
}

function rank(severity: Severity): number {
  return severity === 'critical' ? 0 : 1;
}

function frequencies(alerts: readonly string[]): { alert: string; times: number }[] {
  const times = new Map<string, number>();
  for (const alert of alerts) times.set(alert, (times.get(alert) ?? 0) + 1);
  return [...times]
    .map(([alert, count]) => ({ alert, times: count }))
    .toSorted((a, b) => b.times - a.times || (a.alert < b.alert ? -1 : 1));
}

function matcherText(matchers: Silence['matchers']): string {
  return Object.entries(matchers)
    .map(([label, value]) => (label === 'alert' ? value : `${label}=${value}`))
    .join(', ');
}

function headline(incidents: DigestSummary['incidents'], notOk: readonly CheckStanding[]): string {
  const unknown = notOk.filter(({ state }) => state === 'unknown').length;
  const blind = unknown === 0 ? '' : `; ${counted(unknown, 'check')} cannot say`;
  if (incidents.length === 0)
    return unknown === 0 ? 'Quiet: no incident' : `No incident seen${blind}`;
  const parts = (['critical', 'warning'] as const).flatMap((severity) => {
    const those = incidents.filter((incident) => incident.severity === severity);
    const [only] = those;
    if (only === undefined) return [];
    if (those.length > 1)
      return [`${those.length} ${severity === 'warning' ? 'warnings' : 'critical'}`];
    return [`one ${severity} for ${formatDuration(only.duration)}`];
  });
  const open = incidents.filter(({ isOpen }) => isOpen).length;
  const end = open === 0 ? 'all resolved' : `${open} still open`;
  return `${counted(incidents.length, 'incident')}: ${parts.join(', ')}, ${end}${blind}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
