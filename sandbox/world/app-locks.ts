/** Modes of application locks, as sp_getapplock names them. */
export const lockModes = [
  'Shared',
  'Update',
  'IntentShared',
  'IntentExclusive',
  'Exclusive',
] as const;
export type LockMode = (typeof lockModes)[number];

const compatible: Readonly<Record<LockMode, readonly LockMode[]>> = {
  Shared: ['Shared', 'Update', 'IntentShared'],
  Update: ['Shared', 'IntentShared'],
  IntentShared: ['Shared', 'Update', 'IntentShared', 'IntentExclusive'],
  IntentExclusive: ['IntentShared', 'IntentExclusive'],
  Exclusive: [],
};
const strength: readonly LockMode[] = [
  'IntentShared',
  'Shared',
  'IntentExclusive',
  'Update',
  'Exclusive',
];

interface Held {
  readonly spid: number;
  readonly mode: LockMode;
  /** So often it must be released. */
  readonly times: number;
}

/** Application locks of session owners. A resource is that of one database. */
export interface AppLocks {
  /** Whether it was granted now. */
  take(database: string, resource: string, spid: number, mode: LockMode): boolean;
  /** False where it is not held. */
  release(database: string, resource: string, spid: number): boolean;
  mode(database: string, resource: string, spid: number): LockMode | 'NoLock';
  /** The session has ended: everything that it held is free. */
  forget(spid: number): void;
  reset(): void;
}

export function createAppLocks(): AppLocks {
  const resources = new Map<string, readonly Held[]>();
  const key = (database: string, resource: string) => `${database.toLowerCase()}/${resource}`;
  const heldBy = (at: string, spid: number) =>
    resources.get(at)?.find((held) => held.spid === spid);
  const others = (at: string, spid: number) =>
    (resources.get(at) ?? []).filter((held) => held.spid !== spid);

  return {
    take(database, resource, spid, mode) {
      const at = key(database, resource);
      const rest = others(at, spid);
      const mine = heldBy(at, spid);
      const wanted =
        mine && strength.indexOf(mine.mode) > strength.indexOf(mode) ? mine.mode : mode;
      if (!rest.every((held) => compatible[wanted].includes(held.mode))) return false;
      resources.set(at, [...rest, { spid, mode: wanted, times: (mine?.times ?? 0) + 1 }]);
      return true;
    },
    release(database, resource, spid) {
      const at = key(database, resource);
      const mine = heldBy(at, spid);
      if (!mine) return false;
      const left = mine.times > 1 ? [{ ...mine, times: mine.times - 1 }] : [];
      resources.set(at, [...others(at, spid), ...left]);
      return true;
    },
    mode: (database, resource, spid) => heldBy(key(database, resource), spid)?.mode ?? 'NoLock',
    forget(spid) {
      for (const at of resources.keys()) resources.set(at, others(at, spid));
    },
    reset: () => resources.clear(),
  };
}
