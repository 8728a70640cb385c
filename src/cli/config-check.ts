import { consentComplaints } from '../app/consents.ts';
import { readWatchedChecks } from '../app/watched-checks.ts';
import { checkDirectories } from '../checks/check-directories.ts';
import { readCheckFiles } from '../checks/read-check-files.ts';
import { loadConfig } from '../config/load-config.ts';
import type { Command } from './command.ts';
import { configFile, configOption } from './config-file.ts';

export const configCheck: Command = {
  name: 'config check',
  summary: 'Says whether hart.yml, the secrets and the check files are in order; lists every fault',
  usage: 'config check [--config FILE] [--json]',
  example: 'hart config check --config /etc/hart/hart.yml',
  options: { ...configOption, json: { type: 'boolean' } },
  positionals: [],
  async run({ options }, { env, out }) {
    const file = configFile(options);
    const loaded = loadConfig(file, env);
    const { complaints } = loaded.ok
      ? readWatchedChecks(loaded.config)
      : readCheckFiles(checkDirectories(undefined));
    const consents = loaded.ok ? consentComplaints(loaded.config) : [];
    const faults = [...(loaded.ok ? [] : loaded.faults), ...complaints, ...consents];
    if (options['json'] === true) {
      out(`${JSON.stringify({ ok: faults.length === 0, faults })}\n`);
    } else {
      for (const { path, message, hint } of faults) out(`${path} ${message}\n    ${hint}\n`);
      out(faults.length === 0 ? `${file} is in order\n` : `${faults.length} faults\n`);
    }
    return faults.length === 0 ? 0 : 1;
  },
};
