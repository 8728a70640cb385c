import type { RestoreEnd } from '../domain/restore-choices.ts';
import { writeRestoreOptions } from '../domain/restore-options.ts';
import { type Command, type OptionValues, textOption, UsageError } from './command.ts';
import { operate, operateOptions } from './operate.ts';

export const restore: Command = {
  name: 'restore',
  summary: 'Plans a restore, asks you to agree, and follows it once it is approved',
  usage:
    'restore --to latest|MOMENT --copy NAME [--from ENVIRONMENT [--unmasked]]|--in-place [--beside] [--without-tail] [--while-jobs-run] [--fork GUID] | --neo4j [--artifact NAME] [--workers-paused] [--env NAME] [--yes] [--plan-only] [--no-wait] [--typed-name NAME] [--code CODE] [--config FILE] [--json]',
  example: 'hart restore --to 2026-11-23T14:05:00Z --copy Hartonomous_look',
  options: {
    ...operateOptions,
    to: { type: 'string' },
    copy: { type: 'string' },
    from: { type: 'string' },
    unmasked: { type: 'boolean' },
    'in-place': { type: 'boolean' },
    beside: { type: 'boolean' },
    neo4j: { type: 'boolean' },
    artifact: { type: 'string' },
    'workers-paused': { type: 'boolean' },
    'while-jobs-run': { type: 'boolean' },
    'without-tail': { type: 'boolean' },
    fork: { type: 'string' },
  },
  positionals: [],
  async run({ options }, terminal) {
    if (options['neo4j'] === true) return await operate(graphOrder(options), options, terminal);
    const copy = textOption(options, 'copy', '');
    const inPlace = options['in-place'] === true;
    if (inPlace === (copy !== ''))
      throw new UsageError(
        'Say where to: --copy NAME for a new database, or --in-place; or --neo4j for the graph.',
      );
    wantNone(
      options,
      inPlace ? 'in-place' : 'copy',
      inPlace ? [...graphs, ...copies] : [...graphs, ...inPlaces],
    );
    const from = textOption(options, 'from', '');
    if (options['unmasked'] === true && from === '')
      throw new UsageError(
        '--unmasked goes with --from alone: what is yours already is not masked.',
      );
    if (options['beside'] === true) wantNone(options, 'beside', ['without-tail']);
    const fork = textOption(options, 'fork', '');
    const order = {
      operation: inPlace ? ('restore.in-place' as const) : ('restore.copy' as const),
      options: writeRestoreOptions({
        fork: fork === '' ? null : fork,
        end: endOf(options),
        copy: inPlace ? null : copy,
        moves: {},
        keep: null,
        whileJobsRun: options['while-jobs-run'] === true,
        way: options['beside'] === true ? 'beside' : 'over',
        withoutTail: options['without-tail'] === true,
        ...(from === '' ? {} : { from }),
        unmasked: options['unmasked'] === true,
      }),
    };
    return await operate(order, options, terminal);
  },
};

const inPlaces = ['beside', 'while-jobs-run', 'without-tail'];
const graphs = ['artifact', 'workers-paused'];
const copies = ['from', 'unmasked'];

/** What somebody asked for and would not get is refused, not left out. */
function wantNone(options: OptionValues, way: string, others: readonly string[]): void {
  const foreign = others.filter((name) => options[name] !== undefined);
  if (foreign.length > 0)
    throw new UsageError(
      `--${way} does not go with ${foreign.map((name) => `--${name}`).join(', ')}.`,
    );
}

/** The graph goes back to an artifact whole, and to no moment. */
function graphOrder(options: OptionValues) {
  wantNone(options, 'neo4j', ['to', 'copy', 'in-place', ...copies, ...inPlaces, 'fork']);
  const artifact = textOption(options, 'artifact', '');
  return {
    operation: 'restore.neo4j' as const,
    options: {
      workersPaused: options['workers-paused'] === true,
      ...(artifact === '' ? {} : { artifact }),
    },
  };
}

/** With a zone or Z: this terminal's clock need not be the server's. */
function endOf(options: OptionValues): RestoreEnd {
  const to = textOption(options, 'to', '');
  if (to === 'latest') return { kind: 'latest' };
  const hasZone = /T.*(?:Z|[+-]\d\d:\d\d)$/.test(to);
  const at = hasZone ? Date.parse(to) : Number.NaN;
  if (Number.isNaN(at))
    throw new UsageError(
      'Say until when: --to latest, or a moment with its zone, as 2026-11-23T14:05:00Z.',
    );
  return { kind: 'moment', at };
}
