import type { Status } from '../../domain/status.ts';
import { code } from './escape.ts';
import { slackDate } from './slack-date.ts';

/**
 * What is silenced, in maintenance, muted by its hours or made laxer by the configuration, by name and until when: quiet
 * must not look like calm.
 */
export function quietLines({
  silenced,
  muting,
  raised,
}: Pick<Status, 'silenced' | 'muting' | 'raised'>): string[] {
  const silences = silenced.map(
    ({ name, until }) => `${code(name)} until ${slackDate(until, 'moment')}`,
  );
  const hours = muting.map(({ name, until, held }) => {
    const end = until === null ? '' : ` until ${slackDate(until, 'moment')}`;
    return `${code(name)}${end}${held === 0 ? '' : ` (${held} held back)`}`;
  });
  return [
    ...(silences.length > 0 ? [`Silenced: ${silences.join(', ')}`] : []),
    ...(hours.length > 0 ? [`Muted by the hour: ${hours.join(', ')}`] : []),
    ...raisedLines({ raised }),
  ];
}

/** Nobody can tell whether another parameter is laxer, so it counts. */
export function raisedLines({ raised }: Pick<Status, 'raised'>): string[] {
  if (raised.length === 0) return [];
  return [`Laxer than by default, or measured otherwise: ${raised.map(code).join(', ')}`];
}
