/** Where the reader is. Kept in the address, so that a reload or a second window finds the way. */
export interface Place {
  readonly me: string;
  readonly channel: string;
  /** In the conversation with the app: its Home tab rather than its messages. */
  readonly home: boolean;
  readonly thread: string | null;
  /** A message to point at. */
  readonly marked: string | null;
}

export function readPlace(hash: string): Place {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  return {
    me: fields.get('me') ?? 'UOPERATOR',
    channel: fields.get('channel') ?? 'COPS',
    home: fields.get('tab') === 'home',
    thread: fields.get('thread'),
    marked: null,
  };
}

export function writePlace({ me, channel, home, thread }: Place): string {
  const fields = new URLSearchParams({ me, channel });
  if (home) fields.set('tab', 'home');
  if (thread !== null) fields.set('thread', thread);
  return `#${fields.toString()}`;
}

export function directChannel(user: string): string {
  return `D${user}`;
}
