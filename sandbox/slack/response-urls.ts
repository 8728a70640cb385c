import { newSecret } from './ids.ts';

/** How often a `response_url` can be used, and for how long: milliseconds. */
const responseUses = 5;
const responseLife = 30 * 60_000;

export interface ResponseTarget {
  readonly user: string;
  readonly channel: string;
  /** Thread of the message that was clicked. */
  readonly threadTs: string | null;
  /** What `replace_original` replaces: the clicked message, or the newest answer given through this address. */
  original: string | null;
}

export interface ResponseUrls {
  /** The path of a new address. */
  issue(target: ResponseTarget): string;
  /** Counts one use. */
  use(
    path: string,
  ): ResponseTarget | { readonly error: 'expired_url' | 'used_url' | 'invalid_url' };
}

export function createResponseUrls(now: () => number): ResponseUrls {
  const issued = new Map<
    string,
    { readonly target: ResponseTarget; readonly at: number; uses: number }
  >();
  return {
    issue(target) {
      // An address stays known a while after its end, to be refused by the right name.
      for (const [old, { at }] of issued) {
        // The oldest come first.
        if (now() - at <= 2 * responseLife) break;
        issued.delete(old);
      }
      const path = `/actions/TSANDBOX/${Math.floor(now())}/${newSecret()}`;
      issued.set(path, { target, at: now(), uses: 0 });
      return path;
    },
    use(path) {
      const entry = issued.get(path);
      if (entry === undefined) return { error: 'invalid_url' };
      if (now() - entry.at > responseLife) return { error: 'expired_url' };
      if (entry.uses >= responseUses) return { error: 'used_url' };
      entry.uses += 1;
      return entry.target;
    },
  };
}
