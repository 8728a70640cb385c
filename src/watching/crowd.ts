import type { Labels } from '../domain/alert.ts';
import {
  type Incident,
  type IncidentChange,
  type IncidentInstance,
  mostShown,
} from '../domain/incident.ts';
import type { Instant } from '../domain/time.ts';

type Crowd = Pick<Incident, 'instances' | 'isTest'>;

/** So many characters of names make one line of a thread: a paragraph of Slack's takes 3,000 with its marks. */
const mostCharacters = 2000;

/**
 * When an incident has become more than its root message shows, its thread is told all their names: which of them the
 * root shows changes with their values.
 */
export function crowdNews(
  incident: Crowd,
  previous: Crowd | null,
  at: Instant,
): readonly IncidentChange[] {
  const open = standing(incident);
  const isNew = previous === null || standing(previous).length <= mostShown;
  if (incident.isTest || open.length <= mostShown || !isNew) return [];
  return listed(`${open.length} at once`, open.map(labelsOf), at);
}

/** What stands for changes that are too many for a line each: their names, in one line a kind. */
export function namesOf(changes: readonly IncidentChange[]): readonly IncidentChange[] {
  return [...Map.groupBy(changes, ({ kind }) => kind)].flatMap(([kind, alike]) => {
    const [first] = alike;
    const labels = alike.flatMap(({ instance }) => (instance === null ? [] : [labelsOf(instance)]));
    if (first === undefined || labels.length < alike.length) return alike;
    return listed(leads[kind]?.(labels.length) ?? `${labels.length} more`, labels, first.at);
  });
}

const leads: Readonly<Partial<Record<IncidentChange['kind'], (count: number) => string>>> = {
  added: (count) => `also ${count} more`,
  worsened: (count) => `${count} more are critical now`,
  improved: (count) => `${count} more are only a warning now`,
  'instance-resolved': (count) => `${count} more are resolved`,
};

function listed(lead: string, all: readonly Labels[], at: Instant): readonly IncidentChange[] {
  const parts: Labels[][] = [];
  let left = 0;
  for (const labels of all) {
    const length = lengthOf(labels);
    if (length > left) {
      parts.push([]);
      left = mostCharacters;
    }
    parts.at(-1)?.push(labels);
    left -= length;
  }
  return parts.map((names, index) => {
    const part = parts.length === 1 ? '' : ` (${index + 1} of ${parts.length})`;
    return { at, kind: 'listed', instance: null, detail: `${lead}${part}`, names };
  });
}

/** With room for the marks around a name. */
function lengthOf(labels: Labels): number {
  return Object.entries(labels).reduce((sum, pair) => sum + pair.join('').length + 4, 4);
}

function standing({ instances }: Crowd): readonly IncidentInstance[] {
  return instances.filter(({ resolvedAt }) => resolvedAt === null);
}

function labelsOf({ labels }: IncidentInstance): Labels {
  return labels;
}
