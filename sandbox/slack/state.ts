import { type Changes, createChanges } from './changes.ts';
import { createFileStore, type FileStore } from './file-store.ts';
import { createMessageStore, type MessageStore } from './message-store.ts';
import { createResponseUrls, type ResponseUrls } from './response-urls.ts';
import { createTimestamps } from './timestamps.ts';
import { createTriggerIds, type TriggerIds } from './trigger-ids.ts';
import type { Logger, SlackFaults } from './types.ts';
import { createViewStore, type ViewStore } from './view-store.ts';

/** Everything that the local Slack remembers. */
export interface SlackState {
  readonly now: () => number;
  readonly log: Logger;
  readonly changes: Changes;
  readonly nextTs: () => string;
  readonly messages: MessageStore;
  readonly views: ViewStore;
  readonly triggers: TriggerIds;
  readonly responseUrls: ResponseUrls;
  readonly files: FileStore;
  readonly faults: SlackFaults;
  /** `http://127.0.0.1:PORT`, once it listens. */
  origin: string;
}

export function createSlackState(now: () => number, log: Logger): SlackState {
  const changes = createChanges();
  const nextTs = createTimestamps(now);
  return {
    now,
    log,
    changes,
    nextTs,
    messages: createMessageStore({ now, nextTs, changes }),
    views: createViewStore(changes),
    triggers: createTriggerIds(now),
    responseUrls: createResponseUrls(now),
    files: createFileStore(),
    faults: {
      'slack-down': false,
      'slack-rate-limited': false,
      'slack-redelivers': false,
      'socket-drops': false,
      'socket-silent': false,
      'channel-archived': false,
      'edits-refused': false,
    },
    origin: '',
  };
}
