import { formatValue } from '../../domain/format-value.ts';
import type { AlertsView, Incident, OnCallView, SilenceView } from '../../domain/incident.ts';
import type { Content } from '../../domain/message.ts';
import { formatDuration, type Instant } from '../../domain/time.ts';
import { answerButtons, context, section } from './elements.ts';
import { code, escape } from './escape.ts';
import {
  alertTitle,
  holderName,
  instanceName,
  isTelling,
  standing,
  thresholdWords,
  worstFirst,
} from './incident-words.ts';
import { plainDate, slackDate } from './slack-date.ts';
import { stateMark } from './state-mark.ts';
import { type Cell, table } from './table.ts';
import type { ViewContext } from './view-context.ts';

const columns = [
  { title: 'State', align: 'center' },
  { title: 'Alert' },
  { title: 'What', wrap: true },
  { title: 'Value (threshold)', align: 'right' },
  { title: 'For', align: 'right' },
  { title: 'Held by', wrap: true },
  { title: 'Incident' },
] as const;

/** What is open, who holds it, since when; and what is silenced, because silence must not look like calm. */
export function alertsBlocks(
  view: AlertsView,
  which: 'all' | 'mine',
  context_: ViewContext,
  viewId: string | null,
): Content {
  const words = headline(view, which);
  const worst = view.open.some(({ severity }) => severity === 'critical') ? 'critical' : 'warning';
  const mark = stateMark(view.open.length === 0 ? 'ok' : worst);
  return {
    text: escape(`${mark} ${view.environment}: ${words}, as of ${plainDate(view.asOf, 'time')}`),
    blocks: [
      section(
        `${mark} *${escape(view.environment)}*: ${escape(words)}   ·   as of ${slackDate(view.asOf, 'time')}`,
      ),
      ...(view.open.length === 0
        ? []
        : [
            table(
              columns,
              worstFirst(view.open).flatMap((one) => rows(one, view.asOf, context_)),
            ),
          ]),
      ...(view.silences.length === 0 ? [] : [context(...silenceLines(view.silences, view.asOf))]),
      ...(which === 'all' ? [context(onCallWords(view.onCall))] : []),
      ...answerButtons(viewId, 'postToChannel', 'refresh'),
    ],
  };
}

function headline({ open, lastResolvedAt, asOf }: AlertsView, which: 'all' | 'mine'): string {
  if (open.length > 0) {
    const alerts = open.flatMap(standing).length;
    const of = alerts === open.length ? '' : ` of ${alerts} alerts`;
    return `${open.length} open incident${open.length === 1 ? '' : 's'}${of}${which === 'mine' ? ' held by you' : ''}`;
  }
  if (which === 'mine') return 'You hold nothing that is open';
  const last =
    lastResolvedAt === null
      ? 'There has been no incident yet'
      : `The last incident ended ${formatDuration(asOf - lastResolvedAt)} ago`;
  return `Nothing open. ${last}`;
}

function rows(
  incident: Incident,
  asOf: number,
  { link }: ViewContext,
): readonly (readonly Cell[])[] {
  const url = incident.place === null ? null : link(incident.place);
  return standing(incident).map((instance) => {
    const threshold = thresholdWords(instance.threshold, instance.unit);
    const value = isTelling(instance) ? formatValue(instance.value, instance.unit) : '';
    return [
      stateMark(instance.severity),
      `${alertTitle(incident.alert)}${incident.isTest ? ' (test)' : ''}`,
      instanceName(instance),
      threshold === null ? value : `${value} (${threshold})`,
      formatDuration(asOf - instance.since),
      [incident.holder === null ? 'nobody' : holderName(incident.holder), ...quiet(incident)].join(
        ', ',
      ),
      { text: incident.id, url },
    ];
  });
}

/** Why nothing more is heard of it. */
function quiet({ silencedUntil, inWindow, snooze }: Incident): readonly string[] {
  if (inWindow !== null) return [`run ${inWindow}`];
  if (silencedUntil !== null) return ['silenced'];
  return snooze === null ? [] : ['snoozed'];
}

/** Slack takes ten parts. */
const SILENCES = 9;

/** Counted and by name, each with the id that ends it. */
function silenceLines(silences: readonly SilenceView[], asOf: Instant): readonly string[] {
  const left = silences.length - SILENCES;
  const words = silences.slice(0, SILENCES).map((one) => silenceWords(one, asOf));
  return left > 0 ? [...words, `and ${left} more silences`] : words;
}

export function onCallWords({ people, group, until }: OnCallView): string {
  if (group !== null) return `On call: the user group ${code(group)}`;
  if (people.length === 0) return 'On call: nobody. Criticals mention no one.';
  const names = people.map((name) => `@${escape(name)}`).join(', ');
  return `On call: ${names}${until === null ? '' : ` until ${slackDate(until, 'moment')}`}`;
}

export function silenceWords(silence: SilenceView, asOf: Instant): string {
  const { id, matchers, from, until, by, comment, run } = silence;
  const what = Object.entries(matchers)
    .map(([label, value]) => code(`${label}=${value}`))
    .join(' ');
  const why = comment === '' ? '' : `: ${comment}`;
  if (run !== null) return `In maintenance by run ${escape(run)}: ${what} (${escape(by + why)})`;
  if (from > asOf)
    return `Planned from ${slackDate(from, 'moment')} until ${slackDate(until, 'moment')}: ${what} (${escape(by + why)}) · \`/hart unsilence ${escape(id)}\``;
  return `Silenced until ${slackDate(until, 'moment')}: ${what} (${escape(by + why)}) · \`/hart unsilence ${escape(id)}\``;
}
