import type { Config } from '../config/load-config.ts';
import type { Secrets } from '../config/secrets.ts';
import { appendAnchor, newestAnchor } from '../delivery/anchor-file.ts';
import { sendAnchorToSyslog } from '../delivery/anchor-syslog.ts';
import { postAnchor } from '../delivery/anchor-webhook.ts';
import type { Refusal } from '../domain/authority.ts';
import { Fault } from '../domain/fault.ts';
import { formatDuration, type Instant } from '../domain/time.ts';
import type { AuditVerdict } from '../store/audit-log.ts';
import type { Store } from '../store/open-store.ts';

/** Keeps where the audit log ends in places that the bot cannot edit (safety rule S48). */
export interface AuditAnchors {
  /** To every place, whatever another does. Rejects when one of them did not take it. */
  send(): Promise<void>;
  /** Why the store is not to be acted upon: it ends before what was anchored, or says otherwise (S49). */
  behind(): Promise<Refusal | null>;
  /** Which place has not taken the newest anchor, and since when; null when all have. */
  trouble(): string | null;
}

export function createAuditAnchors(parts: {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly store: Pick<Store, 'audit' | 'records'>;
  readonly now: () => Instant;
}): AuditAnchors {
  const { config, secrets, store, now } = parts;
  const { file, webhook, syslog } = config.audit.anchors;
  const failing = new Map<string, Instant>();
  let remembered = false;

  /** In the store and so in its copies: a file that is missing later is not one that never was. */
  async function rememberFile(name: string): Promise<void> {
    if (remembered) return;
    await store.records.apply('anchors', '', { put: [{ id: 'file', json: JSON.stringify(name) }] });
    remembered = true;
  }

  return {
    async send() {
      const head = await store.audit.head();
      if (head === null) return;
      const anchor = { at: now(), ...head };
      const places: readonly (readonly [string, (() => void | Promise<void>) | null])[] = [
        [
          'file',
          file === null
            ? null
            : async () => {
                appendAnchor(file, anchor);
                await rememberFile(file);
              },
        ],
        [
          'webhook',
          webhook === null
            ? null
            : () => postAnchor({ url: webhook.url, secret: secrets.webhookSecret ?? '' }, anchor),
        ],
        ['syslog', syslog === null ? null : () => sendAnchorToSyslog(syslog, anchor)],
      ];
      const causes = await Promise.all(
        places.map(async ([name, put]) => {
          try {
            await put?.();
            failing.delete(name);
            return null;
          } catch (cause) {
            failing.set(name, failing.get(name) ?? now());
            return cause;
          }
        }),
      );
      const cause = causes.find((each) => each !== null);
      if (cause !== undefined)
        throw new Fault(
          'internal',
          `Anchors are not taken by: ${[...failing.keys()].join(', ')}.`,
          {
            cause,
            hint: 'Look at `audit.anchors` in hart.yml and at what it names. It is sent again until it is taken.',
          },
        );
    },

    async behind() {
      if (file === null) return null;
      const anchor = readNewest(file);
      if (anchor === 'unreadable') return unseen(file);
      if (anchor === null) {
        const kept = await store.records.one('anchors', '', 'file');
        return kept === JSON.stringify(file) ? unseen(file) : null;
      }
      const found = await store.audit.hashAt(anchor.sequence);
      if (found === anchor.hash) return null;
      return refuse(
        `hart's store does not have entry ${anchor.sequence} of its audit log as it was anchored: it was restored from a copy, or changed. Nothing is done until an admin has looked.`,
      );
    },

    trouble() {
      const [first] = [...failing].toSorted(([, one], [, other]) => one - other);
      if (first === undefined) return null;
      const [name, since] = first;
      return `the end of the audit log is not kept elsewhere for ${formatDuration(Math.max(0, now() - since))}: the ${name} does not take it (audit.anchors.${name})`;
    },
  };
}

function readNewest(file: string) {
  try {
    return newestAnchor(file);
  } catch {
    return 'unreadable';
  }
}

/** Its storage is not mounted, or someone took it away: then nobody can tell whether the store is a copy. */
function unseen(file: string): Refusal {
  return refuse(
    `hart cannot read its anchors in \`${file}\`, so nobody can tell whether its store was restored from a copy. Nothing is done until an admin has looked.`,
  );
}

function refuse(message: string): Refusal {
  return {
    kind: 'refusal',
    rule: 'S49',
    message,
    hint: 'An admin runs `hart audit verify`, looks at what is running, and then `hart audit acknowledge`.',
  };
}

/** Reads the whole audit log again, and holds it against the newest anchor where there is one. */
export async function verifyAgainstAnchor(
  { audit }: Pick<Config, 'audit'>,
  store: Pick<Store, 'audit'>,
): Promise<AuditVerdict> {
  const { file } = audit.anchors;
  return store.audit.verify((file === null ? null : newestAnchor(file)) ?? undefined);
}
