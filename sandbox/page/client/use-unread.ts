import { useEffect, useState } from 'react';
import { conversation } from './slack/conversation.ts';
import type { Message } from './wire.ts';

/** How many messages came into each channel since this person last looked at it. */
export function useUnread(
  me: string,
  current: string,
  messages: ReadonlyMap<string, readonly Message[]> | undefined,
): ReadonlyMap<string, number> {
  const [seen, setSeen] = useState<ReadonlyMap<string, string>>(new Map());
  const latest = (channel: string) => conversation(messages?.get(channel) ?? none).shown.at(-1)?.ts;
  const newest = latest(current) ?? '';
  useEffect(() => {
    setSeen((before) => new Map(before).set(`${me} ${current}`, newest));
  }, [me, current, newest]);
  return new Map(
    [...(messages ?? [])].map(([channel, all]) => {
      const last = seen.get(`${me} ${channel}`) ?? '';
      const count = conversation(all).shown.filter(
        ({ ts, user }) => ts > last && user !== me,
      ).length;
      return [channel, channel === current ? 0 : count];
    }),
  );
}

const none: readonly Message[] = [];
