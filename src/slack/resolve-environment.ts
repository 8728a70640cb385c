import type { Refusal } from '../domain/authority.ts';
import { code } from './blocks/escape.ts';
import type { EnvironmentFacts } from './services.ts';
import { suggest } from './suggest.ts';

/** What decides which environment is meant. */
export interface EnvironmentQuestion {
  /** As named by `--env`; null: left out. */
  readonly named: string | null;
  readonly channelId: string;
  readonly environments: readonly EnvironmentFacts[];
  /** For the example in the refusal: `status`. */
  readonly command: string;
}

/**
 * The environment that is meant: the one named, the only one there is, or the one to which the channel belongs. Never a
 * guess: otherwise it asks.
 */
export function resolveEnvironment(question: EnvironmentQuestion): string | Refusal {
  const { named, channelId, environments, command } = question;
  const names = environments.map(({ name }) => name);
  if (named !== null) {
    const exact = names.find((name) => name.toLowerCase() === named.toLowerCase());
    if (exact !== undefined) return exact;
    const meant = suggest(named, names);
    return ask(
      `There is no environment ${code(named)}.`,
      meant === null ? `There ${listed(names)}.` : `Did you mean ${code(meant)}?`,
    );
  }
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return only;
  const here = environments.filter(
    ({ channels }) => channels.ops === channelId || channels.audit === channelId,
  );
  const [home, ...rivals] = here;
  if (home !== undefined && rivals.length === 0) return home.name;
  return ask(
    `Which environment? This channel does not say: there ${listed(names)}.`,
    only === undefined ? '' : `For example: ${code(`/hart ${command} --env ${only}`)}.`,
  );
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'is none';
  return `${names.length === 1 ? 'is' : 'are'} ${names.map(code).join(', ')}`;
}

function ask(message: string, hint: string): Refusal {
  return { kind: 'refusal', rule: 'environment-not-named', message, hint };
}
