import type { Outbox } from '../../src/domain/outbox.ts';

/** The process was killed there. */
export class Killed extends Error {
  /** What it was about to write is on disk. */
  readonly written: boolean;

  constructor(at: string, written: boolean) {
    super(at);
    this.written = written;
  }
}

export type Write = 'attempting' | 'sent' | 'failed' | 'replaced' | 'rejected';

/** An outbox whose next write of a kind kills the process: before it is on disk, or right after. */
export function dyingOutbox(outbox: Outbox) {
  let death: { readonly at: Write; readonly after: boolean } | null = null;

  async function write(name: Write, work: () => Promise<void>): Promise<void> {
    const dies = death?.at === name ? death : null;
    if (dies) death = null;
    if (!dies || dies.after) await work();
    if (dies) throw new Killed(name, dies.after);
  }

  const dying: Outbox = {
    due: (limit) => outbox.due(limit),
    leftovers: outbox.leftovers,
    pauses: (now) => outbox.pauses(now),
    counts: () => outbox.counts(),
    reconsider: () => outbox.reconsider(),
    attempting: (...all) => write('attempting', () => outbox.attempting(...all)),
    sent: (...all) => write('sent', () => outbox.sent(...all)),
    failed: (...all) => write('failed', () => outbox.failed(...all)),
    replaced: (...all) => write('replaced', () => outbox.replaced(...all)),
    rejected: (...all) => write('rejected', () => outbox.rejected(...all)),
  };
  return {
    outbox: dying,
    killAt: (at: Write, after: boolean) => {
      death = { at, after };
    },
    spare: () => {
      death = null;
    },
  };
}
