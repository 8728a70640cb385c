import type { DeliveryState } from '../delivery/create-delivery.ts';
import { formatDuration, type Instant, MINUTE } from '../domain/time.ts';
import type { SlackPart } from '../slack/create-slack.ts';
import type { Store } from '../store/open-store.ts';
import type { BotFacts } from '../watching/environment.ts';
import type { AuditAnchors } from './audit-anchors.ts';
import type { Heartbeat } from './heartbeat.ts';
import { placeTroubles, troubleWords } from './place-trouble.ts';

/** What the bot says of itself in the status: its connection, what waits, and everything that is wrong with it. */
export async function botFacts(parts: {
  readonly store: Pick<Store, 'size'>;
  readonly slack: { state(): Pick<ReturnType<SlackPart['state']>, 'sockets'> };
  readonly delivery: {
    state(): Promise<
      Pick<DeliveryState, 'waiting' | 'oldest' | 'rejected' | 'awaySince' | 'lastFailure'>
    >;
  };
  readonly heartbeat: Pick<Heartbeat, 'trouble'>;
  readonly anchors: Pick<AuditAnchors, 'trouble'>;
  readonly nextDigest: Instant | null;
  /** What the doctor found at the start. */
  readonly faults: readonly string[];
  readonly now: () => Instant;
}): Promise<BotFacts> {
  const { store, slack, delivery, heartbeat, anchors, nextDigest, now } = parts;
  const { waiting, oldest, rejected, awaySince, lastFailure } = await delivery.state();
  const away = awaySince === null ? 0 : now() - awaySince;
  return {
    sockets: slack.state().sockets,
    outbox: { waiting, oldest: oldest === null ? null : now() - oldest },
    nextDigest,
    storeBytes: store.size(),
    faults: [
      ...placeTroubles(rejected).map(troubleWords),
      ...(away > MINUTE
        ? [`nothing got through to Slack for ${formatDuration(away)}: ${lastFailure?.why ?? ''}`]
        : []),
      ...[anchors.trouble() ?? [], heartbeat.trouble() ?? []].flat(),
      ...parts.faults,
    ],
  };
}
