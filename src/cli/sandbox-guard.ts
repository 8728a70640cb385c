import { Fault } from '../domain/fault.ts';

/**
 * A simulation must never be taken for the real thing: where anything speaks of a real deployment, a missing
 * configuration is a fault and no reason to simulate one.
 */
export function refuseSandbox(
  file: string,
  env: Readonly<Record<string, string | undefined>>,
): void {
  const telling = Object.keys(env).filter((name) => /^(HART|SLACK)_/.test(name));
  const production = env['NODE_ENV'] === 'production';
  if (!production && telling.length === 0) return;
  const why = production ? 'NODE_ENV is production' : `${telling.toSorted()[0]} is set`;
  throw new Fault(
    'config-invalid',
    `There is no ${file}, and this looks like a real deployment: ${why}.`,
    {
      hint: 'Write the configuration (see hart.example.yml), or force the simulation with --sandbox.',
    },
  );
}
