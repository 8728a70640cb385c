import type { HomeEnvironment, HomeView, OwnTurns } from '../../domain/home.ts';
import type { AlertsView, Incident, OnCallView } from '../../domain/incident.ts';
import type { Block } from '../../domain/message.ts';
import type { Status } from '../../domain/status.ts';
import { formatDuration, type Instant } from '../../domain/time.ts';
import { incidentButtons } from './alert-root.ts';
import { onCallWords, silenceWords } from './alerts.ts';
import { context, divider, header, section } from './elements.ts';
import { code, escape } from './escape.ts';
import { homeRuns } from './home-runs.ts';
import { alertTitle, headlineWords, holderName, standing, worstFirst } from './incident-words.ts';
import { raisedLines } from './quiet-words.ts';
import { restoredLines } from './restored-words.ts';
import { slackDate } from './slack-date.ts';
import { sparkline } from './sparkline.ts';
import { stateMark } from './state-mark.ts';
import { countWords, faultLines, lineWords } from './status.ts';
import type { ViewContext } from './view-context.ts';

/** More than these are listed by `/hart alerts`. */
const INCIDENTS = 12;
const SILENCES = 12;

/** The Home tab: all of the status in sections, since Slack takes no tables there; empty states speak. */
export function homeBlocks(home: HomeView, view: ViewContext): readonly Block[] {
  const { environments, turns } = home;
  if (environments.length === 0) return [section('hart has no environment to show.')];
  const last = environments.at(-1);
  return environments.flatMap((one) => [
    ...environmentBlocks(one, home, view),
    ...(one === last ? dutyBlocks(one, turns) : [divider()]),
  ]);
}

function environmentBlocks(
  { status, alerts, runs }: HomeEnvironment,
  { me }: HomeView,
  view: ViewContext,
): Block[] {
  const lines = status.lines.map((line) => {
    const trend = sparkline(line.trend);
    const more = trend === '–' ? '' : `  ${trend}`;
    const old = line.stale && line.age !== null ? `  *${formatDuration(line.age)} old*` : '';
    return `${stateMark(line.state)} *${line.subsystem}*  ${escape(lineWords(line))}${more}${old}`;
  });
  return [
    header(`${stateMark(status.state)} ${status.environment}: ${countWords(status)}`),
    context(`as of ${slackDate(status.asOf, 'time')}`),
    section([...lines, ...restoredLines(status.restored)].join('\n')),
    ...homeIncidents(alerts, view),
    section(['*Kept quiet*', ...quietWords({ status, alerts })].join('\n')),
    ...homeRuns(runs, me),
    ...otherFacts(status),
  ];
}

function homeIncidents(alerts: AlertsView, view: ViewContext): readonly Block[] {
  const { open, lastResolvedAt, asOf } = alerts;
  if (open.length === 0)
    return [section(`*Open incidents*\nNothing open. ${calmWords(lastResolvedAt, asOf)}`)];
  const left = open.length - INCIDENTS;
  return [
    section(`*Open incidents: ${open.length}*`),
    ...worstFirst(open)
      .slice(0, INCIDENTS)
      .flatMap((incident) => [
        section(incidentWords(incident, asOf, view)),
        ...incidentButtons(incident, true),
      ]),
    ...(left > 0 ? [section(`and ${left} more: \`/hart alerts\``)] : []),
  ];
}

function calmWords(lastResolvedAt: Instant | null, asOf: Instant): string {
  if (lastResolvedAt === null) return 'There has been no incident yet.';
  return `The last incident ended ${formatDuration(asOf - lastResolvedAt)} ago.`;
}

function incidentWords(incident: Incident, asOf: Instant, { link }: ViewContext): string {
  const [worst, ...others] = standing(incident);
  const { alert, severity, holder, place, silencedUntil, inWindow, snooze } = incident;
  const kind = escape(alertTitle(alert));
  const what = worst === undefined ? kind : headlineWords(alert, worst);
  const url = place === null ? null : link(place);
  const facts = [
    ...(others.length === 0 ? [] : [`and ${others.length} more of the kind`]),
    `for ${formatDuration(asOf - incident.openedAt)}`,
    holder === null ? 'nobody has it' : `${holderName(holder)} has it`,
    ...(silencedUntil === null ? [] : [`silenced until ${slackDate(silencedUntil, 'moment')}`]),
    ...(inWindow === null ? [] : [`in maintenance by run ${escape(inWindow)}`]),
    ...(snooze === null ? [] : [`snoozed until ${slackDate(snooze.until, 'moment')}`]),
    ...(incident.isTest ? ['a test'] : []),
    ...(url === null ? [] : [`<${url}|thread>`]),
  ];
  return `${stateMark(severity)} ${what}\n${facts.join(' · ')}`;
}

/** Silences, windows, hours, checks that are off: quiet must not look like calm. */
function quietWords({
  status,
  alerts,
}: Pick<HomeEnvironment, 'status' | 'alerts'>): readonly string[] {
  const { silences, asOf } = alerts;
  const left = silences.length - SILENCES;
  const lines = [
    ...silences.slice(0, SILENCES).map((one) => silenceWords(one, asOf)),
    ...(left > 0 ? [`and ${left} more silences: \`/hart alerts\``] : []),
    ...status.muting.map(({ name, until, held }) => {
      const end = until === null ? '' : ` until ${slackDate(until, 'moment')}`;
      return `Muted by the hour: ${code(name)}${end}${held === 0 ? '' : `, ${held} held back`}`;
    }),
    ...raisedLines(status),
    ...(status.off.length > 0 ? [`Checks that are off: ${status.off.map(code).join(', ')}`] : []),
  ];
  return lines.length === 0 ? ['Nothing is silenced, muted or in maintenance.'] : lines;
}

function otherFacts(status: Status): readonly Block[] {
  const faults = faultLines(status);
  return faults.length === 0 ? [] : [context(...faults)];
}

/** The same for all environments: who is on call, and what comes next. */
function dutyBlocks({ status, alerts }: HomeEnvironment, turns: OwnTurns): readonly Block[] {
  const digest = status.nextDigest;
  return [
    divider(),
    section(
      [
        onCallWords(alerts.onCall).replace('On call:', '*On call:*'),
        turnWords(turns, alerts.onCall),
        `Next digest: ${digest === null ? 'none planned' : slackDate(digest, 'moment')}`,
      ].join('\n'),
    ),
  ];
}

function turnWords({ onCall, until, next }: OwnTurns, { group }: OnCallView): string {
  const following = next === null ? '' : ` Your next turn begins ${slackDate(next, 'moment')}.`;
  if (onCall && until !== null)
    return `You are on call until ${slackDate(until, 'moment')}.${following}`;
  if (onCall) return 'You are on call.';
  if (next !== null) return `You are not on call.${following}`;
  return group === null
    ? 'You are not on call, and no turn of yours is planned.'
    : 'Whether you are on call is for the user group to say.';
}

/** For someone who may not read: how to become someone who may. */
export function closedHome(message: string, hint: string): readonly Block[] {
  return [section(message), section(hint)];
}
