import { createContext, useContext } from 'react';
import type { Channel, User } from './wire.ts';

/** What every part of the page may ask: names, who looks, and where links lead. */
export interface Workspace {
  readonly me: string;
  readonly users: readonly User[];
  readonly channels: readonly Channel[];
  /** Shows a place of this workspace. */
  readonly open: (channel: string, ts: string | null) => void;
  /** Says in a line at the bottom what went wrong. */
  readonly complain: (words: string) => void;
}

export const WorkspaceContext = createContext<Workspace>({
  me: '',
  users: [],
  channels: [],
  open: () => undefined,
  complain: () => undefined,
});

export function useWorkspace(): Workspace {
  return useContext(WorkspaceContext);
}

export const botId = 'UHART';

export function userName(users: readonly User[], id: string): string {
  return id === botId ? 'hart' : (users.find((user) => user.id === id)?.name ?? id);
}

export function channelName(channels: readonly Channel[], id: string): string {
  return channels.find((channel) => channel.id === id)?.name ?? id;
}

export function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
