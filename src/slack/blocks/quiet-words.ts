import type { Status } from '../../domain/status.ts';
import { code } from './escape.ts';
import { slackDate } from './slack-date.ts';

/** What is silenced, in maintenance or muted by its hours, by name and until when: quiet must not look like calm. */
export function quietLines({ silenced, muting }: Pick<Status, 'silenced' | 'muting'>): string[] {
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
  ];
}
