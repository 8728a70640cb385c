/** Roles are sets, not ranks; each includes `viewer` and nothing else. */
export const roles = ['viewer', 'responder', 'operator', 'approver', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Who a Slack user is to us. `person` is null for someone the configuration does not name. */
export interface Identity {
  readonly teamId: string;
  readonly userId: string;
  readonly person: string | null;
  readonly roles: readonly Role[];
  /** Why each role is held: `listed in roles.operator`, `member of @dba`. */
  readonly because: Readonly<Partial<Record<Role, string>>>;
}

/** A "no" with its reason and the way out, for the person who asked. */
export interface Refusal {
  readonly kind: 'refusal';
  readonly rule: string;
  readonly message: string;
  readonly hint: string;
}

export interface Permission {
  readonly kind: 'permission';
  readonly identity: Identity;
}

/** A user group as people know it; by Slack's id only until Slack has said what it is called. Notifies nobody. */
export function groupName(id: string, handle: string | null): string {
  return handle === null ? `the group ${id}` : `@${handle}`;
}

export function refuse(rule: string, message: string, hint: string): Refusal {
  return { kind: 'refusal', rule, message, hint };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'refusal';
}
