import type { DatabaseBody, DatabaseOptions } from '../databases/database.ts';
import { PRODUCT } from '../databases/databases.ts';
import type { ActContext } from './act-context.ts';
import type { RestoreOrder } from './restore-order.ts';
import { restoreRefusals as refusals } from './restore-refusals.ts';
import { terminated } from './terminated.ts';

type HowRecovered = Pick<RestoreOrder, 'isRestricted' | 'broker' | 'keepsCdc' | 'database'>;

/**
 * Brings a database online that was being restored: a new recovery fork begins. What was restored has the broker off
 * unless asked, and neither TRUSTWORTHY nor DB_CHAINING; the application is let in unless RESTRICTED_USER keeps it out.
 */
export async function recover(context: ActContext, how: HowRecovered): Promise<void> {
  const { world } = context;
  const { databases, random } = world;
  const { name, restoring, userAccess, body, state, isInStandby } = databases.get(how.database);
  if (restoring === null || (state !== 'RESTORING' && !isInStandby))
    throw terminated('RESTORE DATABASE', refusals.recoveredAlready());
  if (restoring.isBroken) throw terminated('RESTORE DATABASE', refusals.logMissing());
  const now = world.now();
  const wasRestored = restoring.full !== null;
  if (wasRestored && name.toLowerCase() === PRODUCT.toLowerCase())
    world.broker.broker.rewind(restoring.time);
  const change: Partial<DatabaseBody> = {
    fork: random.guid('fork', name, now),
    left: restoring.fork === null ? null : { fork: restoring.fork, lsn: restoring.lsn },
    log: { lsn: restoring.lsn, at: now },
    brokerGuid: how.broker === 'new' ? random.guid('broker', name, now) : body.brokerGuid,
    options: wasRestored ? reset(body.options, how) : withBroker(body.options, how),
  };
  databases.changeBody(name, change, now);
  const opens = wasRestored ? 'MULTI_USER' : userAccess;
  databases.change(
    name,
    {
      state: 'ONLINE',
      isInStandby: false,
      restoring: null,
      userAccess: how.isRestricted ? 'RESTRICTED_USER' : opens,
      databaseGuid: random.guid('database', name, now),
    },
    now,
  );
  world.changed();
  await world.copies.fill(name);
}

function reset(options: DatabaseOptions, how: HowRecovered): DatabaseOptions {
  return {
    ...options,
    isTrustworthy: false,
    isDbChaining: false,
    isCdcEnabled: options.isCdcEnabled && how.keepsCdc,
    isBrokerEnabled: how.broker !== 'off',
  };
}

function withBroker(options: DatabaseOptions, { broker }: HowRecovered): DatabaseOptions {
  return broker === 'off'
    ? { ...options, isBrokerEnabled: false }
    : { ...options, isBrokerEnabled: true };
}
