import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Config } from '../config/load-config.ts';
import type { Acting } from '../domain/acting.ts';
import type { Logger } from '../domain/logger.ts';
import type { Instant } from '../domain/time.ts';
import type { Authority } from '../operations/authorise.ts';
import type { Directory } from '../slack/directory.ts';
import type { StepUp } from '../step-up/create-step-up.ts';
import type { Store } from '../store/open-store.ts';
import type { TerminalServices } from '../terminal/answer-question.ts';
import { startTerminal, type TerminalServer } from '../terminal/start-terminal.ts';
import { askAboutOsUser } from './os-gate.ts';
import { slackFacts } from './slack-facts.ts';

/**
 * Answers the command line of this machine; null where the platform has no users to be told apart, or the socket cannot
 * be had: a bot that watches without it is better than none, and the log says so.
 */
export async function listenToTerminal(parts: {
  readonly config: Config;
  readonly acting: Acting;
  readonly acknowledge: TerminalServices['acknowledge'];
  readonly stepUp: StepUp;
  readonly directory: Directory;
  readonly groupHandle: NonNullable<Authority['groupHandle']>;
  readonly store: Store;
  readonly now: () => Instant;
  readonly log: Logger;
}): Promise<TerminalServer | null> {
  const { config, acting, acknowledge, stepUp, directory, groupHandle, store, now, log } = parts;
  const ownUid = process.getuid?.();
  if (ownUid === undefined) return null;
  const { authority } = slackFacts(config, groupHandle);
  const starting = startTerminal({
    path: config.terminal.socket,
    ownUid,
    userName,
    log: log.child({ part: 'terminal' }),
    services: {
      acting,
      acknowledge,
      environments: Object.keys(config.environments),
      stepUp,
      gate: (question) => askAboutOsUser(question, authority, directory),
      async audit(entry) {
        await store.audit.append(entry);
      },
      now,
    },
  });
  return await starting.catch((err: unknown) => {
    log.error({ err }, 'The command line is not answered');
    return null;
  });
}

const run = promisify(execFile);

/** By the machine's own directory of users, whichever that is. */
async function userName(uid: number): Promise<string | null> {
  try {
    const { stdout } = await run('id', ['-un', String(uid)]);
    return stdout.trim() || null;
  } catch {
    return null;
  }
}
