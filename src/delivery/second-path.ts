import type { Logger } from '../domain/logger.ts';
import {
  DAY,
  type Duration,
  formatDuration,
  type Instant,
  MINUTE,
  SECOND,
} from '../domain/time.ts';

/** A critical that Slack does not have, in words for people who have nothing else. */
export interface Emergency {
  readonly incident: string;
  readonly environment: string;
  readonly alert: string;
  readonly title: string;
  /** What is critical of it: a queue, a database. */
  readonly instances: readonly string[];
  readonly remedy: string;
  readonly since: Instant;
  /** Nothing of it is real. */
  readonly sandbox: boolean;
}

/** `delivered`: Slack has it after all. */
export type Outcome = 'resolved' | 'delivered';

/** What is sent: that something is critical, and later that Slack knows or that it is over. */
export interface Note {
  /** The same at each attempt, for receivers that drop what they know. */
  readonly id: string;
  readonly kind: 'firing' | 'recovered';
  readonly outcome: Outcome | null;
  readonly emergency: Emergency;
  readonly at: Instant;
}

/** A way to people that does not lead through Slack. */
export interface SecondPath {
  readonly name: string;
  /** Rejects when it is not known to have arrived. */
  send(note: Note): Promise<void>;
}

/** Where it is kept what was sent, so that a restart neither forgets nor repeats. */
export interface SecondPathRecords {
  load(
    kind: string,
    environment: string,
  ): Promise<readonly { readonly id: string; readonly json: string }[]>;
  apply(
    kind: string,
    environment: string,
    change: {
      readonly put?: readonly { readonly id: string; readonly json: string }[];
      readonly remove?: readonly string[];
    },
  ): Promise<void>;
}

export interface SecondPaths {
  /**
   * @param urgent what Slack has not had for too long
   * @param outcomeOf what has become of an incident; null while Slack still does not have it
   */
  look(
    urgent: readonly Emergency[],
    outcomeOf: (incident: string) => Outcome | null,
  ): Promise<void>;
  /** Notes that no path has taken yet. */
  waiting(): Promise<number>;
}

interface Passage {
  readonly incident: string;
  readonly path: string;
  readonly emergency: Emergency;
  readonly openedAt: Instant;
  readonly firing: Sending;
  readonly recovered: (Sending & { readonly outcome: Outcome }) | null;
}

interface Sending {
  readonly sentAt: Instant | null;
  readonly attempts: number;
  readonly retryAt: Instant;
}

const kind = 'second-path';
/** Incidents have ids of their own in all environments. */
const everywhere = '';
const firstRetry: Duration = 5 * SECOND;
const longestRetry: Duration = 5 * MINUTE;
const kept: Duration = 30 * DAY;

/** Sends each critical once over each path, and one note when that is over; tries until it is taken. */
export function createSecondPaths(options: {
  readonly paths: readonly SecondPath[];
  readonly records: SecondPathRecords;
  readonly now: () => Instant;
  readonly log: Logger;
}): SecondPaths {
  const { paths, records, now, log } = options;

  async function passages(): Promise<Map<string, Passage>> {
    const stored = await records.load(kind, everywhere);
    return new Map(
      stored.map(({ id, json }) => {
        const passage: Passage = JSON.parse(json);
        return [id, passage];
      }),
    );
  }

  async function keep(passage: Passage): Promise<Passage> {
    const id = idOf(passage);
    await records.apply(kind, everywhere, { put: [{ id, json: JSON.stringify(passage) }] });
    return passage;
  }

  async function forget(passage: Passage): Promise<void> {
    await records.apply(kind, everywhere, { remove: [idOf(passage)] });
  }

  /** One attempt, if it is time for it. */
  async function attempt(path: SecondPath, note: Note, sending: Sending): Promise<Sending> {
    if (sending.sentAt !== null || sending.retryAt > now()) return sending;
    const fields = { path: path.name, incident: note.emergency.incident, kind: note.kind };
    try {
      await path.send(note);
      log.info(fields, 'Told over the second path');
      return { ...sending, sentAt: now(), attempts: sending.attempts + 1 };
    } catch (error) {
      const wait = Math.min(longestRetry, firstRetry * 2 ** Math.min(sending.attempts, 10));
      log.warn({ ...fields, err: error, wait }, 'The second path did not take a note');
      return { ...sending, attempts: sending.attempts + 1, retryAt: now() + wait };
    }
  }

  async function advance(
    path: SecondPath,
    before: Passage,
    outcome: Outcome | null,
  ): Promise<void> {
    let passage = before;
    if (passage.firing.sentAt === null) {
      // Nobody was told, and there is nothing to tell any more.
      if (outcome !== null) return forget(passage);
      const firing = await attempt(path, noteOf(passage, null), passage.firing);
      if (firing !== passage.firing) await keep({ ...passage, firing });
      return;
    }
    if (passage.recovered === null) {
      if (outcome === null) return;
      passage = await keep({ ...passage, recovered: { ...unsent(now()), outcome } });
    }
    const { recovered } = passage;
    if (recovered === null) return;
    if (recovered.sentAt !== null) {
      if (now() - recovered.sentAt > kept) await forget(passage);
      return;
    }
    const sending = await attempt(path, noteOf(passage, recovered.outcome), recovered);
    if (sending !== recovered)
      await keep({ ...passage, recovered: { ...sending, outcome: recovered.outcome } });
  }

  return {
    async look(urgent, outcomeOf) {
      const known = await passages();
      for (const emergency of urgent)
        for (const { name: path } of paths) {
          const { incident } = emergency;
          const opened = { incident, path, emergency, openedAt: now() };
          const passage: Passage = { ...opened, firing: unsent(now()), recovered: null };
          if (!known.has(idOf(passage))) known.set(idOf(passage), await keep(passage));
        }
      // A slow path must not hold up the other.
      await Promise.all(
        paths.map(async (path) => {
          for (const passage of known.values())
            if (passage.path === path.name)
              await advance(path, passage, outcomeOf(passage.incident));
        }),
      );
    },
    async waiting() {
      const all = [...(await passages()).values()];
      return all.filter(
        ({ firing, recovered }) => firing.sentAt === null || recovered?.sentAt === null,
      ).length;
    },
  };
}

/** Subject and text of a note for people. */
export function noteWords({ kind: said, outcome, emergency, at }: Note): {
  readonly subject: string;
  readonly text: string;
} {
  const { incident, environment, title, instances, remedy, since, sandbox } = emergency;
  const mark = sandbox ? 'SANDBOX ' : '';
  const name = `${title} in ${environment} (incident ${incident})`;
  if (said === 'recovered') {
    const words = outcome === 'resolved' ? 'Resolved' : 'Now in Slack';
    return {
      subject: `${mark}${words}: ${name}`,
      text: `${words}: ${name}.\n${outcome === 'resolved' ? 'It is over.' : 'Slack has it; go on there.'}\n`,
    };
  }
  const what = instances.length === 0 ? '' : `${instances.map((one) => `- ${one}`).join('\n')}\n\n`;
  return {
    subject: `${mark}CRITICAL: ${name}`,
    text: `${name} is critical for ${formatDuration(at - since)}. Slack does not have it, so it comes this way.\n\n${what}${remedy}\n`,
  };
}

function noteOf(passage: Passage, outcome: Outcome | null): Note {
  const said = outcome === null ? 'firing' : 'recovered';
  return {
    id: `${idOf(passage)}/${said}`,
    kind: said,
    outcome,
    emergency: passage.emergency,
    at: passage.openedAt,
  };
}

function idOf({ incident, path }: Pick<Passage, 'incident' | 'path'>): string {
  return `${incident}/${path}`;
}

function unsent(at: Instant): Sending {
  return { sentAt: null, attempts: 0, retryAt: at };
}
