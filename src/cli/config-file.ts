import { existsSync } from 'node:fs';
import { type Loaded, loadConfig } from '../config/load-config.ts';
import { Fault } from '../domain/fault.ts';
import { type OptionValues, type Terminal, textOption, UsageError } from './command.ts';

export const configOption = { config: { type: 'string' } } as const;

/** Where the configuration is. A file that was named must be there: exit 2 otherwise. */
export function configFile(options: OptionValues): string {
  const file = textOption(options, 'config', 'hart.yml');
  if (options['config'] !== undefined && !existsSync(file))
    throw new UsageError(`There is no file ${file}. Name an existing one with --config.`);
  return file;
}

/** The configuration, or a fault that lists every complaint. */
export function requireConfig(
  options: OptionValues,
  { env }: Terminal,
): Extract<Loaded, { ok: true }> {
  const file = configFile(options);
  const loaded = loadConfig(file, env);
  if (loaded.ok) return loaded;
  const lines = loaded.faults.map(
    ({ path, message, hint }) => `  ${path} ${message}\n      ${hint}`,
  );
  throw new Fault('config-invalid', `${file} can't be used:\n${lines.join('\n')}`, {
    hint: 'Put these right; "hart config check" lists what remains.',
  });
}
