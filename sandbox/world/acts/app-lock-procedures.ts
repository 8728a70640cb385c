import { type LockMode, lockModes } from '../app-locks.ts';
import type { ActContext } from './act-context.ts';
import { raise } from './denials.ts';
import { readValues } from './parameters.ts';
import type { Procedure } from './procedure.ts';

/** Waiting for a lock looks so often. */
const POLL = 25;

const getLock: Procedure = {
  name: 'sp_getapplock',
  async run(context, args) {
    const values = readValues(
      'sp_getapplock',
      [
        { name: 'Resource' },
        { name: 'LockMode' },
        { name: 'LockOwner', standard: 'Transaction' },
        { name: 'LockTimeout', standard: -1 },
        { name: 'DbPrincipal', standard: 'public' },
      ],
      args,
      context,
    );
    const mode = modeOf(values.text('LockMode'));
    const resource = values.text('Resource');
    if (mode === undefined || resource === null || resource.length > 255)
      return context.returnStatus(-999);
    mustBeSession(values.text('LockOwner'));
    context.returnStatus(
      await granted(resource, mode, values.number('LockTimeout') ?? -1, context),
    );
  },
};

/** 0 granted at once, 1 after waiting, -1 timed out, -2 cancelled. */
async function granted(
  resource: string,
  mode: LockMode,
  timeout: number,
  { world, session, signal }: ActContext,
): Promise<number> {
  const { database, spid } = session;
  const take = () => world.locks.take(database, resource, spid, mode);
  if (take()) return 0;
  const until = timeout < 0 ? Number.POSITIVE_INFINITY : Date.now() + timeout;
  while (Date.now() < until) {
    if (signal.aborted) return -2;
    await new Promise((resolve) => {
      setTimeout(resolve, POLL);
    });
    if (!signal.aborted && take()) return 1;
  }
  return -1;
}

const releaseLock: Procedure = {
  name: 'sp_releaseapplock',
  run(context, args) {
    const { world, session } = context;
    const values = readValues(
      'sp_releaseapplock',
      [
        { name: 'Resource' },
        { name: 'LockOwner', standard: 'Transaction' },
        { name: 'DbPrincipal', standard: 'public' },
      ],
      args,
      context,
    );
    mustBeSession(values.text('LockOwner'));
    const resource = values.text('Resource') ?? '';
    const released = world.locks.release(session.database, resource, session.spid);
    context.returnStatus(released ? 0 : -999);
    if (!released)
      raise({
        number: 1223,
        message: `Cannot release the application lock (Database Principal: 'public', Resource: '${resource}') because it is not currently held.`,
      });
  },
};

/** Locks of transactions want one, and there is none here. */
function mustBeSession(owner: string | null): void {
  if (owner?.toLowerCase() !== 'session')
    raise({
      number: 3918,
      message: 'The statement or function must be executed in the context of a user transaction.',
    });
}

function modeOf(written: string | null): LockMode | undefined {
  return lockModes.find((mode) => mode.toLowerCase() === written?.toLowerCase());
}

export const appLockProcedures: readonly Procedure[] = [getLock, releaseLock];
