import { newSecret } from './ids.ts';

/** How long a trigger can be exchanged for a view: milliseconds. */
const triggerLife = 3000;

export interface TriggerIds {
  issue(user: string): string;
  /** The person it was issued for, or Slack's error. A trigger can be spent once. */
  spend(id: string): { readonly user: string } | { readonly error: TriggerError };
  /** Called once when this trigger has become a view. */
  onSpent(id: string, listener: (viewId: string) => void): void;
  becameView(id: string, viewId: string): void;
}

export type TriggerError = 'expired_trigger_id' | 'exchanged_trigger_id' | 'invalid_trigger_id';

interface Trigger {
  readonly user: string;
  readonly issuedAt: number;
  spent: boolean;
  viewId: string | null;
  listener: ((viewId: string) => void) | null;
}

export function createTriggerIds(now: () => number): TriggerIds {
  const triggers = new Map<string, Trigger>();
  return {
    issue(user) {
      // The oldest come first: what is young ends the search, or each would cost more than the one before.
      for (const [id, old] of triggers) {
        if (now() - old.issuedAt <= 600_000) break;
        triggers.delete(id);
      }
      const id = `${Math.floor(now() / 1000)}.${triggers.size}.${newSecret()}`;
      triggers.set(id, { user, issuedAt: now(), spent: false, viewId: null, listener: null });
      return id;
    },
    spend(id) {
      const trigger = triggers.get(id);
      if (trigger === undefined) return { error: 'invalid_trigger_id' };
      if (trigger.spent) return { error: 'exchanged_trigger_id' };
      if (now() - trigger.issuedAt > triggerLife) return { error: 'expired_trigger_id' };
      trigger.spent = true;
      return { user: trigger.user };
    },
    onSpent(id, listener) {
      const trigger = triggers.get(id);
      if (trigger === undefined) return;
      if (trigger.viewId === null) trigger.listener = listener;
      else listener(trigger.viewId);
    },
    becameView(id, viewId) {
      const trigger = triggers.get(id);
      if (trigger === undefined) return;
      trigger.viewId = viewId;
      trigger.listener?.(viewId);
    },
  };
}
