import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { AuditEntry } from '../domain/audit.ts';
import type { Connection } from './connection.ts';

/** Where the log ends: to be kept where the bot cannot edit it. */
export interface AuditHead {
  readonly sequence: number;
  readonly hash: string;
}

export interface RecordedEntry extends AuditEntry, AuditHead {}

export interface AuditVerdict {
  readonly ok: boolean;
  readonly entries: number;
  readonly firstBad: { readonly sequence: number; readonly why: string } | null;
  /** `proven`: the newest anchor that was given is in the log. Without one, entries could be missing at the end. */
  readonly tail: 'proven' | 'unproven';
  readonly head: AuditHead | null;
}

/** An entry with what binds it, as `verify` reads it. */
export interface StoredEntry extends AuditHead {
  readonly entry: string;
  readonly previous: string;
}

/** Who did what: append only, gapless, each entry bound to the one before. */
export interface AuditLog {
  /** Durable when it resolves. */
  append(entry: AuditEntry): Promise<AuditHead>;
  /** The newest `count`, newest first. */
  list(count: number): Promise<readonly RecordedEntry[]>;
  head(): Promise<AuditHead | null>;
  /** The hash of one entry; null: there is none of that number. */
  hashAt(sequence: number): Promise<string | null>;
  /** All entries as they stand, oldest first, in batches. */
  all(): AsyncIterable<readonly StoredEntry[]>;
  /** Reads the whole log again. With an anchor kept elsewhere it also proves that nothing was cut off up to there. */
  verify(anchor?: AuditHead): Promise<AuditVerdict>;
}

/** What the first entry is bound to. */
const beginning = '0'.repeat(64);
const batch = 1000;

export function createAuditLog({ db, transaction }: Connection): AuditLog {
  async function head(): Promise<AuditHead | null> {
    const row = await db()
      .selectFrom('audit')
      .select(['sequence', 'hash'])
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row ?? null;
  }

  async function* all(): AsyncGenerator<readonly StoredEntry[]> {
    let after = Number.MIN_SAFE_INTEGER;
    for (;;) {
      const rows = await db()
        .selectFrom('audit')
        .selectAll()
        .where('sequence', '>', after)
        .orderBy('sequence')
        .limit(batch)
        .execute();
      if (rows.length > 0) yield rows;
      const last = rows.at(-1);
      if (last === undefined || rows.length < batch) return;
      after = last.sequence;
    }
  }

  return {
    head,
    all,

    async hashAt(sequence) {
      const row = await db()
        .selectFrom('audit')
        .select('hash')
        .where('sequence', '=', sequence)
        .executeTakeFirst();
      return row?.hash ?? null;
    },

    append: (entry) =>
      transaction(async () => {
        const last = await head();
        const sequence = (last?.sequence ?? 0) + 1;
        const previous = last?.hash ?? beginning;
        const text = canonical(entry);
        const hash = chain(sequence, previous, text);
        await db().insertInto('audit').values({ sequence, entry: text, previous, hash }).execute();
        return { sequence, hash };
      }),

    async list(count) {
      const rows = await db()
        .selectFrom('audit')
        .select(['sequence', 'hash', 'entry'])
        .orderBy('sequence', 'desc')
        .limit(count)
        .execute();
      return rows.map(({ sequence, hash, entry: text }) => {
        const entry: AuditEntry = JSON.parse(text);
        return { ...entry, sequence, hash };
      });
    },

    async verify(anchor) {
      let last: AuditHead = { sequence: 0, hash: beginning };
      let entries = 0;
      let firstBad: AuditVerdict['firstBad'] = null;
      let tail: AuditVerdict['tail'] = 'unproven';
      const bad = (sequence: number, why: string) => {
        firstBad ??= { sequence, why };
      };
      for await (const rows of all()) {
        for (const row of rows) {
          if (row.sequence !== last.sequence + 1) {
            bad(last.sequence + 1, `missing: the next entry is ${row.sequence}`);
          } else if (row.previous !== last.hash) {
            bad(row.sequence, 'not bound to the entry before it');
          }
          if (row.hash !== chain(row.sequence, row.previous, row.entry)) {
            bad(row.sequence, 'changed after it was written');
          }
          if (anchor?.sequence === row.sequence) {
            if (anchor.hash === row.hash) tail = 'proven';
            else bad(row.sequence, 'differs from what was anchored elsewhere');
          }
          last = { sequence: row.sequence, hash: row.hash };
          entries += 1;
        }
      }
      if (anchor && anchor.sequence > last.sequence) {
        bad(last.sequence + 1, `missing: entry ${anchor.sequence} was anchored elsewhere`);
      }
      return { ok: firstBad === null, entries, firstBad, tail, head: entries === 0 ? null : last };
    },
  };
}

function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('An audit entry must be a JSON object');
  return text;
}

/** The tag and version keep a hash of ours from being taken for one of something else. */
function chain(sequence: number, previous: string, entry: string): string {
  return createHash('sha256')
    .update(canonical({ what: 'hart/audit/1', sequence, previous, entry }))
    .digest('hex');
}
