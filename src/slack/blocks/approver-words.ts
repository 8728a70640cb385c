import { groupName } from '../../domain/authority.ts';
import type { Run } from '../../domain/run.ts';
import { escape } from './escape.ts';

/** Who may approve, as configured. What is critical is approved by people who are listed, never by a group (S41). */
export interface MayApprove {
  readonly people: readonly { readonly name: string; readonly slackUserId: string | null }[];
  /** Slack's id, and the handle once Slack has said it. Empty where groups give no approval. */
  readonly groups: readonly { readonly id: string; readonly handle: string | null }[];
}

/** Whose approval may still come, by name and without notifying anyone. */
export function approverWords(run: Run, mayApprove: MayApprove): string {
  const names = [
    ...peopleLeft(run, mayApprove).map(({ name }) => `@${escape(name)}`),
    ...groupsOf(run, mayApprove).map(
      ({ id, handle }) => `members of ${escape(groupName(id, handle))}`,
    ),
  ];
  return names.length === 0
    ? 'Nobody else may approve it: see the role *approver* in `hart.yml`.'
    : `May approve: ${names.join(', ')}.`;
}

/** Those who are called, once: people; a group only where no person is listed who could. */
export function approverMentions(run: Run, mayApprove: MayApprove): string {
  const people = mayApprove.people
    .filter(({ name }) => name !== run.order.by.person)
    .flatMap(({ slackUserId }) => slackUserId ?? []);
  const called =
    people.length > 0
      ? people.map((id) => `<@${escape(id)}>`)
      : groupsOf(run, mayApprove).map(({ id }) => `<!subteam^${escape(id)}>`);
  return called.join(' ');
}

function peopleLeft({ order, approvals }: Run, { people }: MayApprove): MayApprove['people'] {
  const gave = new Set([order.by.person, ...approvals.map(({ by }) => by.person)]);
  return people.filter(({ name }) => !gave.has(name));
}

function groupsOf({ plan }: Run, { groups }: MayApprove): MayApprove['groups'] {
  return plan.risk === 'critical' ? [] : groups;
}
