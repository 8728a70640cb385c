import type { Refusal } from '../domain/authority.ts';
import { clip, code } from './blocks/escape.ts';
import { type CommandLine, commandOptions, type Misread } from './command-line.ts';
import type { Command } from './commands/command.ts';
import { resolveEnvironment } from './resolve-environment.ts';
import type { SlackServices } from './services.ts';
import { suggest } from './suggest.ts';
import type { About } from './views/submission.ts';

/** What is to be done where; or why not, in words. */
export type Where =
  /** `ofRun`: it is about a run, and whose role where is wanted is decided with the run (S17). */
  | { readonly kind: 'at'; readonly environment: string | null; readonly ofRun?: true }
  | { readonly kind: 'say'; readonly markup: string }
  | Refusal;

/** Where what a dialog or a button is about belongs. */
export async function whereAbout(about: About, services: SlackServices): Promise<Where> {
  if ('environment' in about) {
    const { environment } = about;
    const known = services.facts.environments.some(({ name }) => name === environment);
    return known
      ? { kind: 'at', environment }
      : unknownRefusal(
          'environment',
          `There is no environment ${code(clip(environment, 40))}.`,
          '',
        );
  }
  if ('run' in about) {
    const run = await services.acting.find(about.run);
    return run === null
      ? unknownRefusal('run', `hart knows no run ${code(clip(about.run, 40))}.`, runsHint)
      : { kind: 'at', environment: run.order.environment, ofRun: true };
  }
  const incident = await services.incident(about.incident);
  return incident === null
    ? unknownRefusal(
        'incident',
        `hart knows no incident ${code(clip(about.incident, 40))} any more.`,
        alertsHint,
      )
    : { kind: 'at', environment: incident.environment };
}

/** What buttons and dialogs of ours carry is known: whatever else comes is on record as refused. */
function unknownRefusal(what: string, message: string, hint: string): Refusal {
  return { kind: 'refusal', rule: `unknown-${what}`, message, hint };
}

/** The environment that a command is about: by what it names, by what was typed, by the channel. */
export async function whereOf(
  command: Command,
  line: CommandLine,
  channelId: string | null,
  services: SlackServices,
): Promise<Where> {
  const { about, needsEnvironment, usesEnvironment = false } = command;
  const [id = ''] = line.args;
  if (about !== undefined) {
    if (id === '' && !needsEnvironment)
      return {
        kind: 'say',
        markup: `Which one? ${code(command.usage)}. ${about.hint ?? alertsHint}`,
      };
    const home = id === '' ? null : await about.find(id.toUpperCase(), services);
    if (home !== null) return agreed(home, line.environment, id);
    if (!needsEnvironment) return { kind: 'say', markup: unknownThing(about.what, id, about.hint) };
  }
  if (!needsEnvironment && !usesEnvironment) return { kind: 'at', environment: null };
  const resolved = resolveEnvironment({
    named: line.environment,
    channelId: channelId ?? '',
    environments: services.facts.environments,
    command: [command.name, ...line.args].join(' '),
  });
  if (typeof resolved === 'string') return { kind: 'at', environment: resolved };
  return needsEnvironment || line.environment !== null
    ? resolved
    : { kind: 'at', environment: null };
}

/** What is named must be where it is said to be. */
function agreed(home: string, named: string | null, id: string): Where {
  if (named === null || named.toLowerCase() === home.toLowerCase())
    return { kind: 'at', environment: home };
  return {
    kind: 'say',
    markup: `${code(id.toUpperCase())} is of ${code(home)}, not of ${code(named)}. Nothing was changed.`,
  };
}

const alertsHint = '`/hart alerts` lists what there is.';
export const runsHint = '`/hart runs` lists what there is.';

function unknownThing(what: string, id: string, hint = alertsHint): string {
  return `There is no ${what.replace(/^an? /, '')} ${code(clip(id.toUpperCase(), 40))}. ${hint}`;
}

/** What is wrong with an option that this command does not take; null when nothing is. */
export function strangeOption(command: Command, { args }: CommandLine): string | null {
  const known = command.options ?? [];
  const strange = args.find((arg) => {
    const name = /^--([a-z-]+)/.exec(arg)?.[1];
    return name !== undefined && Object.hasOwn(commandOptions, name) && !known.includes(name);
  });
  if (strange === undefined) return null;
  return `${code(`/hart ${command.name}`)} takes no ${code(clip(strange, 40))}: ${code(command.usage)}.`;
}

export function findCommand(
  line: CommandLine | Misread,
  commands: readonly Command[],
): Command | null {
  if (line.kind === 'misread') return null;
  const name = line.command === '' ? 'help' : line.command;
  return commands.find((command) => command.name === name) ?? null;
}

export function unknownWords({ command }: CommandLine, commands: readonly Command[]): string {
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
