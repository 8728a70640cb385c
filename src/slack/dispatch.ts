import { randomBytes } from 'node:crypto';
import type { AuditEntry } from '../domain/audit.ts';
import type { Permission, Refusal } from '../domain/authority.ts';
import type { Logger } from '../domain/logger.ts';
import type { Instant } from '../domain/time.ts';
import { clip } from './blocks/escape.ts';
import { faultBlocks } from './blocks/fault.ts';
import { notice } from './blocks/notice.ts';
import { refusalBlocks } from './blocks/refusal.ts';
import type { ViewContext } from './blocks/view-context.ts';
import { type CommandLine, type Misread, parseCommandLine } from './command-line.ts';
import type { Build, Command, Order } from './commands/command.ts';
import type { Gate } from './gate.ts';
import { gateAny } from './gate-any.ts';
import type { Reply } from './reply.ts';
import type { SlackServices } from './services.ts';
import type { DirectUpload, Upload } from './upload-file.ts';
import type { ViewMemory } from './view-memory.ts';
import { type Dialog, dialogReply } from './views/dialog.ts';
import type { About } from './views/submission.ts';
import {
  findCommand,
  strangeOption,
  unknownWords,
  type Where,
  whereAbout,
  whereOf,
} from './where.ts';

export interface DispatchTools {
  readonly services: SlackServices;
  readonly gate: Gate;
  readonly views: ViewMemory;
  readonly commands: readonly Command[];
  readonly upload: Upload;
  readonly sendFile: DirectUpload;
  readonly link: ViewContext['link'];
  readonly logger: Logger;
  readonly now: () => Instant;
}

/** Who asks, where, and how they are answered. */
export interface Asker {
  readonly teamId: string;
  readonly userId: string;
  /** Null: in a dialog, which stands in no channel. */
  readonly channelId: string | null;
  readonly reply: Reply;
  /** The dialog that answers, opened when it is first wanted; null when Slack does not open it. */
  readonly openDialog: () => Promise<Dialog | null>;
  /** Clicked in the Home tab: a dialog comes up only where there is something to say. */
  readonly atHome?: boolean;
  /** Sees the effect without being told. */
  readonly quiet?: boolean;
}

export interface Dispatch {
  /** What was typed behind `/hart`. */
  text(asker: Asker, text: string): Promise<void>;
  /** A command that a button stands for. */
  command(asker: Asker, line: CommandLine): Promise<void>;
  /** What a dialog or a button asks for that is no command; about nothing where it is of no environment. */
  order(asker: Asker, about: About | null, args: readonly string[], order: Order): Promise<void>;
}

/** From words to an answer: may they, what do they mean, where; then the command; all of it in the audit log. */
export function createDispatch(tools: DispatchTools): Dispatch {
  const { services, gate, views, commands, upload, sendFile, link, logger, now } = tools;

  async function handle(asker: Asker, line: CommandLine | Misread): Promise<void> {
    const command = findCommand(line, commands);
    await perform(asker, command, line.kind === 'misread' ? [] : line.args, async () => {
      if (line.kind === 'misread') return { kind: 'say', markup: `${line.message} ${line.hint}` };
      if (command === null) return { kind: 'say', markup: unknownWords(line, commands) };
      const strange = strangeOption(command, line);
      if (strange !== null) return { kind: 'say', markup: strange };
      return await whereOf(command, line, asker.channelId, services);
    });
  }

  async function perform(
    who: Asker,
    order: Order | null,
    args: readonly string[],
    where: () => Promise<Where>,
  ): Promise<void> {
    const action = order === null ? '/hart' : `/hart ${order.name}`;
    const reference = randomBytes(4).toString('hex');
    let environment: string | null = null;
    let asker = who;
    try {
      const dialog = order?.dialog === true ? await who.openDialog() : null;
      if (dialog !== null) asker = { ...who, reply: dialogReply(dialog) };
      const roles = [order?.role ?? 'viewer', ...(order?.orRoles ?? [])] as const;
      const wish = order?.changes === true || order?.dialog === true ? 'fresh' : 'cached';
      const answer = await gateAny(gate, roles, { ...asker, action, environment: null, wish });
      if (answer.kind === 'refusal') return await refuse(asker, action, null, answer);
      const found = await where();
      if (found.kind === 'say') return await asker.reply.last(notice(found.markup));
      if (found.kind === 'refusal') return await refuse(asker, action, null, found, answer);
      if (order === null) return;
      if (order.dialog === true && dialog === null) return await asker.reply.last(notice(tooLate));
      environment = found.environment;
      let may = answer;
      // Somewhere they hold the role; where it is about, others may hold it instead.
      if (environment !== null && found.ofRun !== true && isSpecial(services, environment)) {
        const there = await gateAny(gate, roles, { ...asker, action, environment, wish });
        if (there.kind === 'refusal')
          return await refuse(asker, action, environment, there, answer);
        may = there;
      }
      return await run(asker, order, args, environment, may, dialog);
    } catch (error) {
      logger.error({ err: error, reference, action, user: asker.userId }, 'A command failed');
      await audit(entry(asker, action, environment, 'failed', null, { reference }));
      await asker.reply.last(faultBlocks(action, reference, order?.changes === true));
    }
  }

  async function run(
    asker: Asker,
    order: Order,
    args: readonly string[],
    environment: string | null,
    { identity }: Permission,
    dialog: Dialog | null,
  ): Promise<void> {
    const action = `/hart ${order.name}`;
    const { person } = identity;
    const detail = {
      arguments: clip(args.join(' '), 200),
      // Nothing is done yet: what is submitted has an entry of its own.
      ...(order.dialog === true ? { dialog: 'shown' } : {}),
    };
    // What changes something is on record before it begins: if that fails, it does not begin.
    if (order.changes) {
      await services.audit(entry(asker, action, environment, 'started', person, detail));
    }
    const viewId = views.open({
      command: order.name,
      args,
      environment: environment ?? '',
      content: null,
    });
    const remembered = (build: Build) => {
      views.update(viewId, build(null));
      return build(viewId);
    };
    const { reply } = asker;
    const say = (markup: string) => reply.last(notice(markup));
    let rule: string | null = null;
    await order.run({
      identity,
      args,
      environment: environment ?? '',
      services,
      commands,
      now,
      view: { now: now(), link },
      dialog: dialog ?? (isInDialog(asker) ? await asker.openDialog() : null),
      upload,
      sendFile: (file) => sendFile(asker.userId, file),
      preview: (build) => reply.show(remembered(build)),
      answer: (build) => reply.last(remembered(build)),
      say,
      confirm: (markup) => (asker.quiet === true ? Promise.resolve() : say(markup)),
      async refuse(refusal) {
        rule = refusal.rule;
        await reply.last(refusalBlocks(refusal));
      },
      mayOther: (userId, role) =>
        gate({
          teamId: asker.teamId,
          userId,
          channelId: null,
          wanted: role,
          action,
          environment,
          wish: 'fresh',
        }),
      patiently: (work, markup) => reply.meanwhile(work, notice(markup)),
    });
    const written = rule === null ? detail : { ...detail, rule };
    const outcome = rule === null ? 'done' : 'refused';
    await audit(entry(asker, action, environment, outcome, person, written));
  }

  async function refuse(
    asker: Asker,
    action: string,
    environment: string | null,
    refusal: Refusal,
    permission?: Permission,
  ): Promise<void> {
    const person = permission?.identity.person ?? null;
    await audit(entry(asker, action, environment, 'refused', person, { rule: refusal.rule }));
    await asker.reply.last(refusalBlocks(refusal));
  }

  /** Afterwards: an answer already given must not fail for it, but it is shouted in the log. */
  async function audit(written: AuditEntry): Promise<void> {
    try {
      await services.audit(written);
    } catch (error) {
      logger.error({ err: error, action: written.action }, 'An audit entry was not written');
    }
  }

  function entry(
    { teamId, userId, channelId }: Asker,
    action: string,
    environment: string | null,
    outcome: AuditEntry['outcome'],
    person: string | null,
    detail: AuditEntry['detail'],
  ): AuditEntry {
    return {
      at: now(),
      actor: `slack:${teamId}/${userId}`,
      person,
      action: action.replace(/^\/hart ?/, '') || 'hart',
      environment,
      outcome,
      detail: { ...detail, channel: channelId },
    };
  }

  return {
    text: (asker, text) => handle(asker, parseCommandLine(text)),
    command: handle,
    order: (asker, about, args, order) =>
      perform(asker, order, args, async () =>
        about === null ? { kind: 'at', environment: null } : await whereAbout(about, services),
      ),
  };
}

/** Whether an environment has people of its own for anything. */
function isSpecial({ facts }: SlackServices, environment: string): boolean {
  return Object.keys(facts.authority.rolesIn?.[environment] ?? {}).length > 0;
}

function isInDialog({ channelId, atHome }: Asker): boolean {
  return channelId === null && atHome !== true;
}

/** Slack opens a dialog within three seconds of a click only. */
const tooLate = 'Slack did not open the dialog in time. Ask once more.';
