import { groupName } from '../../domain/authority.ts';
import type { Run } from '../../domain/run.ts';
import { missingNow } from '../../operations/acting/both-sides.ts';
import { escape } from './escape.ts';

/** Who may approve, as configured. What is critical is approved by people who are listed, never by a group (S41). */
export interface MayApprove {
  readonly people: readonly { readonly name: string; readonly slackUserId: string | null }[];
  /** Slack's id, and the handle once Slack has said it. Empty where groups give no approval. */
  readonly groups: readonly { readonly id: string; readonly handle: string | null }[];
  /** The same of other environments whose approvers must agree too (S17). */
  readonly others?: readonly (MayApprove & { readonly environment: string })[];
}

/** `2 approvals`, `1 approval and one by an approver of production`: all that is wanted, or what is missing still. */
export function wantedWords(run: Run, missing: boolean): string {
  const { own, others } = missing
    ? missingNow(run)
    : { own: run.consent.approvals, others: run.plan.approversOf ?? [] };
  const many = own === 0 && others.length > 0 ? [] : [`${own} approval${own === 1 ? '' : 's'}`];
  return [...many, ...others.map((side) => `one by an approver of ${escape(side)}`)].join(' and ');
}

/** Whose approval may still come, by name and without notifying anyone. */
export function approverWords(run: Run, mayApprove: MayApprove): string {
  const { own, others } = missingNow(run);
  const elsewhere = (mayApprove.others ?? []).filter(({ environment }) =>
    others.includes(environment),
  );
  return [
    ...(own === 0 && elsewhere.length > 0 ? [] : [whoWords(run, mayApprove, '')]),
    ...elsewhere.map((other) => whoWords(run, other, ` for ${escape(other.environment)}`)),
  ].join('\n');
}

function whoWords(run: Run, mayApprove: MayApprove, where: string): string {
  const names = [
    ...peopleLeft(run, mayApprove).map(({ name }) => `@${escape(name)}`),
    ...groupsOf(run, mayApprove).map(
      ({ id, handle }) => `members of ${escape(groupName(id, handle))}`,
    ),
  ];
  return names.length === 0
    ? `Nobody else may approve it${where}: see the role *approver* in \`hart.yml\`.`
    : `May approve${where}: ${names.join(', ')}.`;
}

/** Those who are called, once: people; a group only where no person is listed who could. */
export function approverMentions(run: Run, mayApprove: MayApprove): string {
  const all = [mayApprove, ...(mayApprove.others ?? [])];
  return [...new Set(all.flatMap((side) => calledIn(run, side)))].join(' ');
}

function calledIn(run: Run, mayApprove: MayApprove): readonly string[] {
  const people = mayApprove.people
    .filter(({ name }) => name !== run.order.by.person)
    .flatMap(({ slackUserId }) => slackUserId ?? []);
  return people.length > 0
    ? people.map((id) => `<@${escape(id)}>`)
    : groupsOf(run, mayApprove).map(({ id }) => `<!subteam^${escape(id)}>`);
}

function peopleLeft({ order, approvals }: Run, { people }: MayApprove): MayApprove['people'] {
  const gave = new Set([order.by.person, ...approvals.map(({ by }) => by.person)]);
  return people.filter(({ name }) => !gave.has(name));
}

function groupsOf({ plan }: Run, { groups }: MayApprove): MayApprove['groups'] {
  return plan.risk === 'critical' ? [] : groups;
}
