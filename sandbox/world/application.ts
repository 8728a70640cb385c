import { DAY, type Instant, SECOND } from './clock.ts';

/** A session of the application that the world simulates. */
export interface ApplicationSession {
  readonly id: number;
  readonly login: string;
  readonly program: string;
  readonly host: string;
  readonly since: Instant;
}

/** The application's connections to its database: whoever ends one sees it come back, as long as it may. */
export interface Application {
  sessions(): readonly ApplicationSession[];
  /** KILL, or ROLLBACK IMMEDIATE; false where there is no such session. */
  end(id: number): boolean;
  endAll(): void;
  /** ALTER LOGIN … DISABLE: who is in stays in. */
  setLoginEnabled(login: string, enabled: boolean): void;
  isLoginEnabled(login: string): boolean;
  reset(): void;
}

const APPLICATION_LOGIN = 'HartonomousApp';
/** It tries again so soon. */
const RECONNECT = 2 * SECOND;

const programs = [
  ...[53, 54, 55].map((id) => ({ id, program: 'Hartonomous.Api', host: 'api-1' })),
  ...[56, 57, 58].map((id) => ({ id, program: 'Hartonomous.Api', host: 'api-2' })),
  { id: 59, program: 'Hartonomous.Workers.Ingestion', host: 'worker-1' },
  { id: 60, program: 'Hartonomous.Workers.Neo4jSync', host: 'worker-1' },
  { id: 61, program: 'Hartonomous.Workers.EmbeddingGenerator', host: 'worker-1' },
];

export function createApplication(ground: {
  readonly now: () => Instant;
  /** The database can be used at all. */
  readonly isOnline: () => boolean;
  /** It takes anyone who may log in. */
  readonly isOpen: () => boolean;
  /** Somebody has stopped it, with its workers. */
  readonly isStopped: () => boolean;
}): Application {
  const { now, isOnline, isOpen, isStopped } = ground;
  let began = now();
  const ended = new Map<number, Instant>();
  const since = new Map<number, Instant>();
  const disabled = new Set<string>();

  function settle(): void {
    const at = now();
    if (isStopped() || !isOnline()) endAll();
    if (isStopped() || disabled.has(APPLICATION_LOGIN.toLowerCase()) || !isOpen()) return;
    for (const [id, endedAt] of ended) {
      if (at - endedAt < RECONNECT) continue;
      ended.delete(id);
      since.set(id, endedAt + RECONNECT);
    }
  }

  function endAll(): void {
    for (const { id } of programs) if (!ended.has(id)) ended.set(id, now());
  }

  return {
    sessions() {
      settle();
      return programs
        .filter(({ id }) => !ended.has(id))
        .map((one) => ({
          ...one,
          login: APPLICATION_LOGIN,
          since: since.get(one.id) ?? began - DAY,
        }));
    },
    end(id) {
      settle();
      if (ended.has(id) || !programs.some((one) => one.id === id)) return false;
      ended.set(id, now());
      return true;
    },
    endAll,
    setLoginEnabled(login, enabled) {
      if (enabled) disabled.delete(login.toLowerCase());
      else disabled.add(login.toLowerCase());
    },
    isLoginEnabled: (login) => !disabled.has(login.toLowerCase()),
    reset() {
      began = now();
      ended.clear();
      since.clear();
      disabled.clear();
    },
  };
}
