import type { Acting, Given } from '../domain/acting.ts';
import type { AuditEntry } from '../domain/audit.ts';
import {
  type Identity,
  isRefusal,
  type Permission,
  type Refusal,
  type Role,
  refuse,
} from '../domain/authority.ts';
import type { Agent, Run } from '../domain/run.ts';
import type { Instant } from '../domain/time.ts';
import type { OsUser } from '../operations/authorise.ts';
import type { TerminalAnswer, TerminalQuestion } from './questions.ts';

/** What the command line's questions need of the rest. */
export interface TerminalServices {
  readonly acting: Acting;
  readonly environments: readonly string[];
  /** The one authorisation, with everything looked up anew. */
  gate(question: {
    readonly os: OsUser;
    readonly wanted: Role;
    readonly action: string;
    readonly environment: string | null;
  }): Promise<Permission | Refusal>;
  readonly stepUp: {
    verify(person: string, code: string | undefined): Promise<Refusal | null>;
    enrol(person: string): Promise<{ readonly uri: string } | Refusal>;
    admit(person: string, admin: string): Promise<Refusal | null>;
  };
  /** A store that is older than its anchor counts from now on (S49). Audits what it does. */
  acknowledge(by: Agent): Promise<Refusal | null>;
  audit(entry: AuditEntry): Promise<void>;
  readonly now: () => Instant;
}

/** The role that each question wants; who asked for a run may do more with it, which is decided where runs are. */
const wanted: Readonly<Record<TerminalQuestion['ask'], Role>> = {
  propose: 'operator',
  confirm: 'operator',
  start: 'operator',
  withdraw: 'operator',
  approve: 'approver',
  reject: 'approver',
  cancel: 'viewer',
  find: 'viewer',
  runs: 'viewer',
  enrol: 'viewer',
  admit: 'admin',
  acknowledge: 'admin',
};

/** Answers one question of one user of the machine. Every change and every refusal is in the audit log. */
export async function answerQuestion(
  os: OsUser,
  question: TerminalQuestion,
  services: TerminalServices,
): Promise<TerminalAnswer> {
  const { now } = services;
  const action = `hart ${question.ask}`;
  const environment = await environmentOf(question, services);
  const role = (await isAboutCancel(question, services)) ? 'viewer' : wanted[question.ask];
  // Whose approvers a run wants is decided with the run: of another environment's some may be wanted too (S17).
  const place = question.ask === 'approve' || question.ask === 'reject' ? null : environment;
  const allowed = await services.gate({ os, wanted: role, action, environment: place });
  const answer =
    allowed.kind === 'refusal' ? allowed : await answerTo(question, allowed.identity, services);
  const refused = isRefusal(answer);
  if (refused || question.ask === 'enrol' || question.ask === 'admit')
    await services.audit({
      at: now(),
      actor: `os:${os.name}`,
      person: allowed.kind === 'permission' ? allowed.identity.person : null,
      action: question.ask,
      environment,
      outcome: refused ? 'refused' : 'done',
      detail: { ...aboutOf(question), ...(refused ? { rule: answer.rule } : {}) },
    });
  if (refused) {
    const { rule, message, hint } = answer;
    return { kind: 'refusal', rule, message, hint };
  }
  return { kind: 'answer', value: answer };
}

async function answerTo(
  question: TerminalQuestion,
  identity: Identity,
  services: TerminalServices,
): Promise<unknown> {
  const { acting, environments, stepUp } = services;
  const { person } = identity;
  if (question.ask === 'find') return (await acting.find(question.id)) ?? noRun(question.id);
  if (question.ask === 'runs')
    return environments.includes(question.environment)
      ? await acting.list(question.environment, 20)
      : noEnvironment(question.environment, environments);
  if (person === null) return nobody;
  const by: Agent = { person, actor: `os:${identity.userId}`, slackUserId: null };
  switch (question.ask) {
    case 'propose':
      return await propose(question, by, services);
    case 'confirm':
      return await acting.confirm(question.id, by, given(question.hash, question));
    case 'approve':
      return await approve(question, by, services);
    case 'reject':
      return await acting.reject(question.id, by, question.why);
    case 'withdraw':
      return await acting.withdraw(question.id, by);
    case 'start':
      return await acting.start(question.id, by);
    case 'cancel':
      return await acting.cancel(question.id, by);
    case 'enrol':
      return await stepUp.enrol(person);
    case 'acknowledge':
      return (await services.acknowledge(by)) ?? { acknowledged: true };
    default:
      return (await stepUp.admit(question.person, person)) ?? { admitted: question.person };
  }
}

type Asks<Ask extends TerminalQuestion['ask']> = Extract<TerminalQuestion, { ask: Ask }>;

async function propose(
  { operation, environment, options }: Asks<'propose'>,
  by: Agent,
  { acting, environments }: TerminalServices,
): Promise<Run | Refusal> {
  if (!environments.includes(environment)) return noEnvironment(environment, environments);
  return await acting.propose({ operation, environment, options, by });
}

/** Here a code is wanted always: the user id alone is what any process of theirs has (safety rule S45). */
async function approve(
  question: Asks<'approve'>,
  by: Agent,
  { acting, stepUp }: TerminalServices,
): Promise<Run | Refusal> {
  const run = await acting.find(question.id);
  if (run === null) return noRun(question.id);
  // Where the operation wants one anyway it is asked for there: a code counts once.
  if (!run.consent.stepUp) {
    const refused = await stepUp.verify(by.person, question.code);
    if (refused !== null) return refused;
  }
  const hash = run.hash.startsWith(question.hash) ? run.hash : question.hash;
  return await acting.approve(run.id, by, given(hash, question));
}

function given(
  hash: string,
  {
    typedName,
    code,
  }: { readonly typedName?: string | undefined; readonly code?: string | undefined },
): Given {
  return {
    hash,
    ...(typedName === undefined ? {} : { typedName }),
    ...(code === undefined ? {} : { code }),
  };
}

/**
 * An approver may ask for a cancel too, and carry on with it: whose it is, and that it is an operator's or an approver's,
 * is decided where runs are (S12). An approval wants its role anyway.
 */
async function isAboutCancel(
  question: TerminalQuestion,
  { acting }: TerminalServices,
): Promise<boolean> {
  if (question.ask === 'propose') return question.operation === 'cancel';
  if (question.ask !== 'confirm' && question.ask !== 'start' && question.ask !== 'withdraw')
    return false;
  return (await acting.find(question.id))?.order.operation === 'cancel';
}

/** Not of the person's choosing: a run belongs to where it was planned. */
async function environmentOf(
  question: TerminalQuestion,
  { acting }: TerminalServices,
): Promise<string | null> {
  if ('environment' in question) return question.environment;
  if (!('id' in question)) return null;
  const run: Run | null = await acting.find(question.id);
  return run?.order.environment ?? null;
}

function aboutOf(question: TerminalQuestion): AuditEntry['detail'] {
  if ('id' in question) return { run: question.id };
  if (question.ask === 'admit') return { person: question.person };
  return question.ask === 'propose' ? { operation: question.operation } : {};
}

const nobody = refuse(
  'no-person',
  'hart does not know which person you are.',
  'An admin adds your user name to `people.<name>.os` in hart.yml.',
);

function noRun(id: string): Refusal {
  return refuse('run-unknown', `There is no run ${id}.`, 'Run `hart runs` for those there are.');
}

function noEnvironment(name: string, known: readonly string[]): Refusal {
  return refuse(
    'environment-unknown',
    `There is no environment ${name}.`,
    `Use --env with one of: ${known.join(', ')}.`,
  );
}
