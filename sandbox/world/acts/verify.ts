import type { ActContext } from './act-context.ts';
import { flawOf, openMedia, requireWhole, setAt } from './media.ts';
import { refusals as backupRefusals } from './refusals.ts';
import { restoreRefusals as refusals } from './restore-refusals.ts';
import { Interrupted, takeTime } from './take-time.ts';
import { terminated } from './terminated.ts';

/** RESTORE VERIFYONLY: reads a set through and says whether it could be restored. */
export async function verify(
  context: ActContext,
  order: {
    readonly files: readonly string[];
    readonly position: number | null;
    readonly checksChecksums: boolean;
    readonly every: number | null;
  },
): Promise<void> {
  const { world } = context;
  const statement = 'VERIFY DATABASE';
  const media = openMedia(world, statement, order.files);
  requireWhole(statement, media);
  const set = setAt(statement, media, order.position);
  if (order.checksChecksums && !set.hasChecksums)
    throw terminated(statement, refusals.noChecksums());
  const flaw = flawOf(world, media, set);
  try {
    await takeTime(context, {
      command: 'RESTORE VERIFYONLY',
      database: 'master',
      bytes: set.bytes,
      every: order.every,
      wait: 'BACKUPIO',
      onStep(percent) {
        if (percent < 50 || flaw === null) return;
        throw terminated(
          statement,
          flaw === 'unreadable' ? backupRefusals.readFailed(media.path) : refusals.damaged(),
        );
      },
    });
  } catch (thrown) {
    if (thrown instanceof Interrupted) return;
    throw thrown;
  }
  context.info({ number: 3262, message: `The backup set on file ${set.position} is valid.` });
}
