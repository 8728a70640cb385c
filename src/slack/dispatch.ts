import { randomBytes } from 'node:crypto';
import type { AuditEntry } from '../domain/audit.ts';
import type { Permission, Refusal } from '../domain/authority.ts';
import type { Logger } from '../domain/logger.ts';
import type { Instant } from '../domain/time.ts';
import { clip, code } from './blocks/escape.ts';
import { faultBlocks } from './blocks/fault.ts';
import { notice } from './blocks/notice.ts';
import { refusalBlocks } from './blocks/refusal.ts';
import type { ViewContext } from './blocks/view-context.ts';
import { type CommandLine, type Misread, parseCommandLine } from './command-line.ts';
import type { Build, Command } from './commands/command.ts';
import type { Gate } from './gate.ts';
import type { Reply } from './reply.ts';
import { resolveEnvironment } from './resolve-environment.ts';
import type { SlackServices } from './services.ts';
import { suggest } from './suggest.ts';
import type { ViewMemory } from './view-memory.ts';

export interface DispatchTools {
  readonly services: SlackServices;
  readonly gate: Gate;
  readonly views: ViewMemory;
  readonly commands: readonly Command[];
  readonly link: ViewContext['link'];
  readonly logger: Logger;
  readonly now: () => Instant;
}

/** Who asks, where, and how they are answered. */
export interface Asker {
  readonly teamId: string;
  readonly userId: string;
  readonly channelId: string;
  readonly reply: Reply;
}

export interface Dispatch {
  /** What was typed behind `/hart`. */
  text(asker: Asker, text: string): Promise<void>;
  /** A command that a button stands for. */
  command(asker: Asker, line: CommandLine): Promise<void>;
}

/** From words to an answer: may they, what do they mean, where; then the command; all of it in the audit log. */
export function createDispatch(tools: DispatchTools): Dispatch {
  const { services, gate, views, commands, link, logger, now } = tools;

  async function handle(asker: Asker, line: CommandLine | Misread): Promise<void> {
    const command = findCommand(line, commands);
    const action = command === null ? '/hart' : `/hart ${command.name}`;
    const reference = randomBytes(4).toString('hex');
    let environment: string | null = null;
    try {
      const answer = await gate({
        ...asker,
        wanted: command?.role ?? 'viewer',
        action,
        environment: null,
        wish: command?.changes === true ? 'fresh' : 'cached',
      });
      if (answer.kind === 'refusal') return await refuse(asker, action, null, answer);
      if (line.kind === 'misread') {
        return await asker.reply.last(notice(`${line.message} ${line.hint}`));
      }
      if (command === null) return await asker.reply.last(notice(unknownWords(line, commands)));
      if (command.needsEnvironment) {
        const resolved = resolveEnvironment({
          named: line.environment,
          channelId: asker.channelId,
          environments: services.facts.environments,
          command: [command.name, ...line.args].join(' '),
        });
        if (typeof resolved !== 'string') {
          return await refuse(asker, action, null, resolved, answer);
        }
        environment = resolved;
      }
      return await run(asker, command, line, environment, answer);
    } catch (error) {
      logger.error({ err: error, reference, action, user: asker.userId }, 'A command failed');
      await audit(entry(asker, action, environment, 'failed', null, { reference }));
      await asker.reply.last(faultBlocks(action, reference, command?.changes === true));
    }
  }

  async function run(
    asker: Asker,
    command: Command,
    line: CommandLine,
    environment: string | null,
    { identity }: Permission,
  ): Promise<void> {
    const action = `/hart ${command.name}`;
    const detail = { arguments: clip(line.args.join(' '), 200) };
    // What changes something is on record before it begins: if that fails, it does not begin.
    if (command.changes) {
      await services.audit(entry(asker, action, environment, 'started', identity.person, detail));
    }
    const view = {
      command: command.name,
      args: line.args,
      environment: environment ?? '',
      content: null,
    };
    const viewId = views.open(view);
    const remembered = (build: Build) => {
      views.update(viewId, build(null));
      return build(viewId);
    };
    const { reply } = asker;
    await command.run({
      identity,
      args: line.args,
      environment: environment ?? '',
      services,
      commands,
      now,
      view: { now: now(), link },
      preview: (build) => reply.show(remembered(build)),
      answer: (build) => reply.last(remembered(build)),
      say: (markup) => reply.last(notice(markup)),
      patiently: (work, markup) => reply.meanwhile(work, notice(markup)),
    });
    await audit(entry(asker, action, environment, 'done', identity.person, detail));
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

  return { text: (asker, text) => handle(asker, parseCommandLine(text)), command: handle };
}

function findCommand(line: CommandLine | Misread, commands: readonly Command[]): Command | null {
  if (line.kind === 'misread') return null;
  const name = line.command === '' ? 'help' : line.command;
  return commands.find((command) => command.name === name) ?? null;
}

function unknownWords({ command }: CommandLine, commands: readonly Command[]): string {
  const meant = suggest(
    command,
    commands.map(({ name }) => name),
  );
  const hint =
    meant === null
      ? '`/hart help` lists what there is.'
      : `Did you mean \`${meant}\`? \`/hart help\` lists them all.`;
  return `hart has no command ${code(clip(command, 60))}. ${hint}`;
}
