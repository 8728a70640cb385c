import type { Logger } from '../domain/logger.ts';
import type { Instant } from '../domain/time.ts';
import type { Store } from '../store/open-store.ts';
import { type PlaceTrouble, placeTroubles, troubleNotice, troubleOver } from './place-trouble.ts';

/**
 * Says somewhere else that a channel is closed to the bot: in its environment's audit channel, else in any other that
 * the configuration names.
 *
 * @returns one look; to be repeated
 */
export function createPlaceWatch(parts: {
  /** Of each environment. */
  readonly channels: readonly { readonly ops: string; readonly audit?: string | undefined }[];
  readonly store: Store;
  readonly now: () => Instant;
  readonly log: Logger;
  readonly kick: () => void;
}): () => Promise<void> {
  const { channels, store, now, log, kick } = parts;
  const told = new Map<string, { readonly trouble: PlaceTrouble; readonly place: string }>();

  function placesFor(channel: string): readonly string[] {
    const own = channels.filter(({ ops }) => ops === channel);
    return [
      ...own.flatMap(({ audit }) => audit ?? []),
      ...channels.flatMap(({ ops, audit }) => [...(audit === undefined ? [] : [audit]), ops]),
    ];
  }

  return async () => {
    const troubles = placeTroubles((await store.messages.counts()).rejected);
    const closed = new Set(troubles.map(({ channel }) => channel));
    for (const found of troubles) {
      const known = told.get(found.channel);
      // Since when is what was found first: each further try is refused anew.
      const trouble = { ...found, since: known?.trouble.since ?? found.since };
      const notice = troubleNotice(trouble, placesFor(found.channel), closed);
      if (known === undefined)
        log.error(
          { channel: found.channel, why: found.why, told: notice?.channel ?? null },
          'A channel takes nothing of the bot',
        );
      told.set(found.channel, { trouble, place: notice?.channel ?? '' });
      if (notice === null) continue;
      await store.messages.want(notice, now());
      kick();
    }
    const waiting = new Set((await store.messages.due(500)).map(({ channel }) => channel));
    for (const [channel, { trouble, place }] of told) {
      // Between a new try and its outcome nothing is refused, and nothing is well yet.
      if (closed.has(channel) || waiting.has(channel)) continue;
      told.delete(channel);
      log.info({ channel }, 'A channel takes messages again');
      if (place === '') continue;
      await store.messages.want(troubleOver(trouble, place, now()), now());
      kick();
    }
  };
}
