import { checkDirectories } from '../checks/check-directories.ts';
import { onEveryReplica } from '../checks/on-every-replica.ts';
import { overrideCheck } from '../checks/override-check.ts';
import { raisedRules } from '../checks/raised-rules.ts';
import { readCheckFiles } from '../checks/read-check-files.ts';
import type { Config } from '../config/load-config.ts';
import type { Check } from '../domain/check.ts';
import { type Complaint, Fault } from '../domain/fault.ts';
import { checkInhibitions } from './check-inhibitions.ts';

/** The checks of one environment, as its configuration wants them. */
export interface WatchedChecks {
  readonly checks: readonly Check[];
  /** Switched off in `hart.yml`. */
  readonly disabled: readonly Check[];
  /** Rules that `hart.yml` makes laxer than their files: `queue-backlog/warning`. */
  readonly raised: readonly string[];
}

/** Reads every check file and applies what `hart.yml` changes, with all that is wrong with either. */
export function readWatchedChecks(config: Config): {
  readonly watched: ReadonlyMap<string, WatchedChecks>;
  readonly complaints: readonly Complaint[];
} {
  const { checks, complaints } = readCheckFiles(checkDirectories(config.checksDirectory));
  const all: Complaint[] = [...complaints];
  const byEnvironment = Object.entries(config.environments).map(([name, environment]) => {
    const path = `environments.${name}.checks`;
    const known = new Set(checks.map((check) => check.name));
    for (const key of Object.keys(environment.checks))
      if (!known.has(key))
        all.push({
          path: `${path}.${key}`,
          message: 'names no check',
          hint: `There are: ${[...known].join(', ')}.`,
        });
    const hasReplicas = environment.sqlServer.replicas.length > 0;
    const own = hasReplicas ? checks.map(onEveryReplica) : checks;
    const judged = own.map((check) => {
      const overridden = overrideCheck(
        check,
        environment.checks[check.name],
        config.checks,
        `${path}.${check.name}`,
      );
      all.push(...overridden.complaints);
      return { check, watched: overridden.check };
    });
    const running = judged.flatMap(({ watched }) => watched ?? []);
    all.push(...checkInhibitions(config, name, running));
    return [
      name,
      {
        checks: running,
        disabled: judged.flatMap(({ check, watched }) => (watched === null ? [check] : [])),
        raised: judged.flatMap(({ check, watched }) =>
          watched === null ? [] : raisedRules(check, watched),
        ),
      },
    ] as const;
  });
  return { watched: new Map(byEnvironment), complaints: all };
}

/** The same; any complaint stops the start: a check that is not what was written would watch something else. */
export function watchedChecks(config: Config): ReadonlyMap<string, WatchedChecks> {
  const { watched, complaints } = readWatchedChecks(config);
  if (complaints.length === 0) return watched;
  const lines = complaints.map(({ path, message, hint }) => `  ${path} ${message}\n      ${hint}`);
  throw new Fault('check-invalid', `The checks can't be used:\n${lines.join('\n')}`, {
    hint: '"hart config check" lists what remains.',
  });
}
