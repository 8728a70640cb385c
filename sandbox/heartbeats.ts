import type { HeartbeatPort } from './control/ports.ts';

const kept = 100;

/** Keeps when the bot last showed that it lives. */
export function createHeartbeats(now: () => number): HeartbeatPort {
  let beats: readonly string[] = [];
  return {
    beat() {
      beats = [...beats.slice(1 - kept), new Date(now()).toISOString()];
    },
    list: () => beats,
  };
}
