import type { Instant } from '../domain/time.ts';
import type { Store } from '../store/open-store.ts';

/** When the bot's memory began: noted at its first start. */
export async function bornAt({ records }: Store, now: Instant): Promise<Instant> {
  const noted = await records.one('bot', '', 'born-at');
  if (noted !== null) return Number(noted);
  await records.apply('bot', '', { put: [{ id: 'born-at', json: String(now) }] });
  return now;
}
