import { type Refusal, refuse } from '../../domain/authority.ts';
import { textIn } from '../../domain/json-fields.ts';
import { named, type Plan } from '../../domain/plan.ts';
import type { RunOrder } from '../../domain/run.ts';
import type { DatabaseFacts } from '../acting/database-facts.ts';
import { claimOn, databaseTarget } from '../acting/database-target.ts';
import type { PlanContext } from '../acting/operation.ts';
import { planStep } from '../acting/plan-step.ts';
import { sayServerTime } from '../restore/server-time.ts';
import { besideNames } from './beside-fits.ts';
import type { FileFacts, ServerFacts, SessionFacts } from './facts.ts';
import { count, gigabytes } from './refuse-restore.ts';
import { about } from './statements.ts';

/** What dropping rests on. */
export interface DropFacts {
  readonly server: ServerFacts;
  /** The one to be dropped. */
  readonly copy: DatabaseFacts | null;
  readonly product: DatabaseFacts | null;
  readonly files: readonly FileFacts[];
  readonly sessions: readonly SessionFacts[] | null;
}

/**
 * The plan of dropping what a run made: a copy, or the database that a restore beside set aside. The second holds what is
 * nowhere else, so each is an operation with its own consent, and neither drops what is the other's (S16).
 */
export function planDrop(order: RunOrder, facts: DropFacts, context: PlanContext): Plan | Refusal {
  const { copy, sessions } = facts;
  const madeBy = textIn(order.options, 'madeBy');
  if (copy === null)
    return refuse(
      'S16',
      `There is no database ${named(textIn(order.options, 'copy') ?? '')}.`,
      'Nothing is left to do.',
    );
  if (copy.name.toLowerCase() === context.settings.database.toLowerCase())
    return refuse(
      'S16',
      `${named(copy.name)} is the product’s own database.`,
      'It is never dropped.',
    );
  if (madeBy === null)
    return refuse(
      'S16',
      'Nobody says which run made this copy.',
      'Use the button in that run’s thread.',
    );
  const created = textIn(order.options, 'created');
  if (created !== null && created !== copy.createdLocal)
    return refuse(
      'S16',
      `${named(copy.name)} is of ${sayServerTime(copy.createdLocal)}, and what ${madeBy} left was of ${sayServerTime(created)} (server time): it is another.`,
      'Let the DBA look at it.',
    );
  const unfit = refusedAsOther(order, facts, madeBy, context);
  if (unfit !== null) return unfit;
  if (sessions === null || sessions.length > 0)
    return refuse(
      'S16',
      sessions === null
        ? `Who uses ${named(copy.name)} is not known.`
        : `${count(sessions.length, 'session')} of ${named(copy.name)}: it is in use.`,
      'Ask again when nobody uses it.',
    );
  return writeDrop({ order, facts, context, copy, madeBy });
}

/** The weaker consent of a copy is none for a database that was the product's. */
function refusedAsOther(
  { operation }: RunOrder,
  { copy, product }: DropFacts,
  madeBy: string,
  { settings }: PlanContext,
): Refusal | null {
  const name = copy?.name ?? '';
  // One that took the product's name may bear the mark of the run that made it as a copy, also once it is set aside.
  const by = /_(R\d+)_before$/i.exec(name)?.[1] ?? madeBy;
  const isSetAside = isBeforeOf(by, name, settings);
  const isBefore = isBeforeOf(madeBy, name, settings);
  if (operation === 'before.drop' ? !isBefore : isSetAside)
    return refuse(
      'S16',
      isSetAside && operation === 'copy.drop'
        ? `${named(name)} is no copy: it was ${named(settings.database)} until ${by}.`
        : `${named(name)} is not what ${madeBy} set aside.`,
      'Use the button in that run’s thread.',
    );
  if (!isBefore || product?.state === 'ONLINE') return null;
  return refuse(
    'S8',
    `${named(settings.database)} is ${product?.state ?? 'not there'}: ${named(name)} may be what is needed next.`,
    'Bring the restored one online first.',
  );
}

function isBeforeOf(
  run: string,
  name: string,
  { database }: Pick<PlanContext['settings'], 'database'>,
): boolean {
  return besideNames(database, run).before.toLowerCase() === name.toLowerCase();
}

interface Parts {
  readonly order: RunOrder;
  readonly facts: DropFacts;
  readonly context: PlanContext;
  readonly copy: DatabaseFacts;
  readonly madeBy: string;
}

function writeDrop({ order, facts, context, copy, madeBy }: Parts): Plan {
  const { template, settings } = context;
  const { server, files } = facts;
  const isBefore = order.operation === 'before.drop';
  const target = databaseTarget(server.name, copy);
  const size = gigabytes(files.reduce((sum, file) => sum + file.bytes, 0));
  return {
    operation: isBefore ? 'before.drop' : 'copy.drop',
    environment: order.environment,
    target,
    title: `Drop ${isBefore ? 'the database of before' : 'the copy'} ${named(copy.name)} on ${named(server.name)}`,
    risk: isBefore ? 'critical' : 'high',
    loses: isBefore
      ? [
          `${named(copy.name)} with its files, and with it what was written to ${named(settings.database)} after the moment that ${madeBy} restored it to, where no backup holds it.`,
          `The way back from ${madeBy} by names alone.`,
        ]
      : [`${named(copy.name)} with its files.`],
    notes: [
      `Its files take ${size}.`,
      isBefore
        ? `Set aside by ${madeBy} on ${sayServerTime(copy.createdLocal).slice(0, 19)} (server time). Its backups stay where they are.`
        : `Made on ${sayServerTime(copy.createdLocal).slice(0, 19)} (server time) by ${madeBy}.`,
    ],
    warnings: [],
    steps: [
      planStep({
        id: 'drop',
        does: 'drop-copy',
        title: `Drop ${named(copy.name)}, if it still bears the mark of ${madeBy}`,
        statements: [
          about(template, 'read-marks', copy.name),
          about(template, 'drop-copy', copy.name),
        ],
        overwrites: true,
      }),
    ],
    expected: null,
    notChosen: [],
    mutes: [],
    claims: [claimOn(target, 'everything')],
    binding: { copy: copy.name, created: copy.createdLocal, guid: copy.databaseGuid, madeBy },
    memory: {
      databaseId: copy.id,
      brokerGuid: copy.brokerGuid,
      created: copy.createdLocal,
      madeBy,
    },
  };
}
