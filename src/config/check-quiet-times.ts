import type { Complaint } from '../domain/fault.ts';
import type { WeekHours } from './quiet-times-schema.ts';
import type { ParsedConfig } from './schema.ts';

/** Hours that would keep alerts quiet for ever, names that tell nobody which hours are meant, matchers that match nothing. */
export function checkQuietTimes({ alerting, environments }: ParsedConfig): Complaint[] {
  const { muteTimes, activeTimes } = alerting;
  const known = Object.keys(environments);
  const all = [
    ...muteTimes.map((time, index) => ({ time, path: `alerting.muteTimes.${index}` })),
    ...activeTimes.map((time, index) => ({ time, path: `alerting.activeTimes.${index}` })),
  ];
  const names = all.map(({ time }) => time.name.toLowerCase());
  return [
    ...all.flatMap(({ time, path }, index) => [
      ...sharedName(time, path, names.indexOf(time.name.toLowerCase()) !== index),
      ...unknownLabels(time, path, known),
    ]),
    ...muteTimes.flatMap((time, index) => endless(time, `alerting.muteTimes.${index}`)),
    ...activeTimes.flatMap((time, index) => pointless(time, `alerting.activeTimes.${index}`)),
  ];
}

function isAlways({ from, to, days }: WeekHours): boolean {
  const wholeDay = from === to || (from === '00:00' && to === '24:00');
  return wholeDay && (days.length === 0 || new Set(days).size === 7);
}

function endless(time: WeekHours, path: string): Complaint[] {
  if (!isAlways(time)) return [];
  return [
    {
      path,
      message: 'never ends: what it matches would never be announced',
      hint: 'Give it fewer hours or days, or switch the check off under environments.<name>.checks.',
    },
  ];
}

function pointless(time: WeekHours, path: string): Complaint[] {
  if (!isAlways(time)) return [];
  return [{ path, message: 'is always on', hint: 'Remove it: it holds nothing back.' }];
}

function sharedName({ name }: WeekHours, path: string, isShared: boolean): Complaint[] {
  if (!isShared) return [];
  return [
    {
      path: `${path}.name`,
      message: `is "${name}", like another`,
      hint: 'Status and log tell by the name what keeps an alert quiet: give each its own.',
    },
  ];
}

const values: Readonly<Record<string, readonly string[]>> = {
  severity: ['warning', 'critical'],
  target: ['sql-server', 'neo4j', 'api'],
};

/** Matchers match by equality: a slip in a value that can only be one of a few would match nothing for ever. */
function unknownLabels({ matchers }: WeekHours, path: string, known: readonly string[]) {
  return Object.entries(matchers).flatMap(([label, value]): Complaint[] => {
    const possible = label === 'environment' ? known : values[label];
    if (possible === undefined || possible.includes(value)) return [];
    return [
      {
        path: `${path}.matchers.${label}`,
        message: `is "${value}", which no alert has`,
        hint: `Use one of ${possible.join(', ')}.`,
      },
    ];
  });
}
