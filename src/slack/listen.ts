import type { App, BlockAction, MessageShortcut, RespondFn, ViewSubmitAction } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Logger } from '../domain/logger.ts';
import type { Content } from '../domain/message.ts';
import type { HomeTabs } from './app-home.ts';
import { buttons } from './buttons/buttons.ts';
import type { Button, ButtonTools } from './buttons/click.ts';
import type { Asker, DispatchTools } from './dispatch.ts';
import { createReply } from './reply.ts';
import { addNote, addNoteShortcut } from './shortcuts/add-note.ts';
import { type Busy, trackWork } from './track-work.ts';
import {
  type Dialog,
  dialogAt,
  dialogReply,
  dialogReplyOnDemand,
  openDialog,
  waiting,
} from './views/dialog.ts';
import { fieldsOf } from './views/inputs.ts';
import type { About } from './views/submission.ts';
import { submissions } from './views/submissions.ts';

export interface ListenTools extends ButtonTools, Pick<DispatchTools, 'link' | 'now'> {
  readonly client: WebClient;
  readonly logger: Logger;
  readonly finish: (content: Content) => Content;
  readonly home: HomeTabs;
}

const commandName = '/hart';

/** Whether it is a command or a click that is answered below: their acknowledgements carry nothing. */
export function isAckedEmpty(body: Readonly<Record<string, unknown>>): boolean {
  if (body['type'] === undefined) return body['command'] === commandName;
  if (body['type'] !== 'block_actions' || !Array.isArray(body['actions'])) return false;
  const [action]: unknown[] = body['actions'];
  return (
    typeof action === 'object' &&
    action !== null &&
    'action_id' in action &&
    typeof action.action_id === 'string' &&
    known.has(action.action_id)
  );
}

/**
 * Everything of Slack's that we answer. Each is acknowledged first, empty, and once; then the work begins. One listener
 * a kind of thing: Bolt walks through all listeners for everything that comes, before any acknowledgement.
 */
export function listen(app: App, tools: ListenTools): Busy {
  const { services, dispatch, logger, finish } = tools;
  const busy = trackWork(logger);

  const { sandbox } = services.facts;
  const dialogs = { client: tools.client, logger, sandbox };

  function asker(who: Who, respond: RespondFn, triggerId: string, replaceOriginal: boolean): Asker {
    return {
      ...who,
      reply: createReply({ respond, finish, logger, replaceOriginal }),
      openDialog: () => openDialog(triggerId, dialogs),
    };
  }

  /** Someone with a dialog before them, in which they are answered. */
  function askerIn(viewId: string, { teamId, userId }: Omit<Who, 'channelId'>): Asker {
    const dialog = dialogAt(viewId, dialogs);
    return {
      teamId,
      userId,
      channelId: null,
      reply: dialogReply(dialog),
      openDialog: () => Promise.resolve(dialog),
    };
  }

  /** Someone in the Home tab: there is no message to answer beside, so a dialog comes up where there is a word to say. */
  function askerAtHome({ teamId, userId }: Omit<Who, 'channelId'>, triggerId: string): Asker {
    let opened: Promise<Dialog | null> | null = null;
    const open = () => {
      opened ??= openDialog(triggerId, dialogs);
      return opened;
    };
    const reply = dialogReplyOnDemand(open);
    return { teamId, userId, channelId: null, atHome: true, reply, openDialog: open };
  }

  /** Slack delivers some things twice. A store that cannot say so must not keep a person from reading. */
  async function isFirst(id: string): Promise<boolean> {
    try {
      return await services.claim(id);
    } catch (error) {
      logger.error({ err: error }, 'The store did not say whether this was seen before');
      return true;
    }
  }

  app.command(commandName, async ({ ack, command, respond }) => {
    await ack();
    busy.run(async () => {
      if (!(await isFirst(`command:${command.trigger_id}`))) return;
      const { team_id: teamId, user_id: userId, channel_id: channelId, text } = command;
      const who = { teamId, userId, channelId };
      await dispatch.text(asker(who, respond, command.trigger_id, false), text ?? '');
    });
  });

  app.action<BlockAction>({ type: 'block_actions' }, async ({ ack, body, action, respond }) => {
    const button = known.get(action.action_id);
    // Unacknowledged, so that the person is told that it did not work.
    if (button === undefined) return;
    await ack();
    busy.run(async () => {
      if (!(await isFirst(`click:${body.trigger_id}`))) return;
      const who = {
        teamId: body.user.team_id ?? body.team?.id ?? '',
        userId: body.user.id,
        channelId: body.channel?.id ?? '',
      };
      const value = valueOf(action);
      const field = fieldsOf(body.view?.state.values);
      const about = body.view?.private_metadata ?? '';
      if (body.view?.type === 'modal') {
        const inside = askerIn(body.view.id, who);
        return await button({ asker: inside, inPlace: inside, value, about, field }, tools);
      }
      if (body.view?.type === 'home') {
        const atHome = askerAtHome(who, body.trigger_id);
        await button({ asker: atHome, inPlace: atHome, value, about, field }, tools);
        return tools.home.changed();
      }
      const beside = asker(who, respond, body.trigger_id, false);
      const inPlace = asker(who, respond, body.trigger_id, true);
      return await button({ asker: beside, inPlace, value, about, field }, tools);
    });
  });

  app.view<ViewSubmitAction>({ type: 'view_submission' }, async ({ ack, body, view }) => {
    const submission = forms.get(view.callback_id);
    if (submission === undefined) return;
    const about = view.private_metadata;
    const reading = submission.read({ field: fieldsOf(view.state.values), about });
    if (reading.kind === 'errors')
      return await ack({ response_action: 'errors', errors: { ...reading.errors } });
    await ack({ response_action: 'update', view: waiting(sandbox) });
    busy.run(async () => {
      if (!(await isFirst(`submission:${view.id}:${view.hash}`))) return;
      const teamId = body.user.team_id ?? body.team?.id ?? '';
      const inside = askerIn(view.id, { teamId, userId: body.user.id });
      await dispatch.order(inside, reading.about, detailOf(reading.about), reading.order);
      tools.home.changed();
    });
  });

  app.shortcut<MessageShortcut>(
    { type: 'message_action', callback_id: addNoteShortcut },
    async ({ ack, body, respond }) => {
      await ack();
      busy.run(async () => {
        if (!(await isFirst(`shortcut:${body.trigger_id}`))) return;
        const channel = body.channel.id;
        const teamId = body.user.team_id ?? body.team?.id ?? '';
        const who = { teamId, userId: body.user.id, channelId: channel };
        const { ts, text = '', thread_ts: root } = body.message;
        const place = { channel, ts };
        const message = {
          place,
          root: { channel, ts: typeof root === 'string' ? root : ts },
          text,
        };
        const environment = services.facts.defaultEnvironment;
        const by = asker(who, respond, body.trigger_id, false);
        await dispatch.order(by, { environment }, [], addNote(message));
      });
    },
  );

  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab !== 'home') return;
    busy.run(() => tools.home.opened({ teamId: body.team_id, userId: event.user }));
  });

  app.error(async (error) => {
    logger.error({ err: error }, 'Bolt could not handle something');
  });
  return busy;
}

const known: ReadonlyMap<string, Button> = new Map(Object.entries(buttons));
const forms = new Map(submissions.map((submission) => [submission.callbackId, submission]));

/** Of a button, or of what was chosen from a menu. */
function valueOf(action: BlockAction['actions'][number]): string {
  if (action.type === 'static_select') return action.selected_option?.value ?? '';
  return 'value' in action && typeof action.value === 'string' ? action.value : '';
}

type Who = Pick<Asker, 'teamId' | 'userId' | 'channelId'>;

/** What the audit log shall name of a submission. */
function detailOf(about: About): readonly string[] {
  if ('incident' in about) return [about.incident];
  return 'run' in about ? [about.run] : [];
}
