import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { Complaint } from '../domain/fault.ts';
import { complaintsOf } from './complaints.ts';
import { crossCheck } from './cross-check.ts';
import { type ParsedConfig, rawConfigSchema } from './schema.ts';
import {
  type ProcessEnvironment,
  readSecrets,
  type SecretNeeds,
  type Secrets,
  secretNeeds,
} from './secrets.ts';

/** What the bot runs on: checked, with every default filled in, frozen. Secrets are apart from it. */
export type Config = ParsedConfig;

export type Loaded =
  | { readonly ok: true; readonly config: Config; readonly secrets: Secrets; readonly text: string }
  | { readonly ok: false; readonly faults: readonly Complaint[] };

/** Reads `hart.yml` and the secrets; answers either both, or every fault in them at once. */
export function loadConfig(file: string, env: ProcessEnvironment): Loaded {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    return fail([
      {
        path: file,
        message: `can't be read (${code})`,
        hint: 'Copy hart.example.yml to hart.yml and fill it in, or name your file with --config.',
      },
    ]);
  }
  return parseConfig(text, env);
}

/** As `loadConfig`, from the text of a configuration. */
export function parseConfig(text: string, env: ProcessEnvironment): Loaded {
  // prettyErrors would quote the source, which may hold a secret in the wrong place.
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: true });
  const [syntax] = document.errors;
  if (syntax !== undefined) {
    const line = text.slice(0, syntax.pos[0]).split('\n').length;
    return fail([
      {
        path: `line ${line}`,
        message: `is not valid YAML (${syntax.code})`,
        hint: 'Check the indentation, the quotes and that no key stands twice.',
      },
    ]);
  }
  const written: unknown = document.toJS() ?? {};
  const parsed = rawConfigSchema.safeParse(written);
  if (!parsed.success) {
    // The variables that are missing too, as far as what is written tells which are needed: all faults at once.
    const { complaints } = readSecrets(guessedNeeds(written), env);
    return fail([...complaintsOf(parsed.error), ...complaints]);
  }
  const { secrets, complaints } = readSecrets(secretNeeds(parsed.data), env);
  const faults = [...crossCheck(parsed.data), ...complaints];
  if (faults.length > 0) return fail(faults);
  return { ok: true, config: deepFreeze(parsed.data), secrets, text };
}

function guessedNeeds(written: unknown): SecretNeeds {
  const guess = needsGuess.safeParse(written);
  if (!guess.success) return { environments: [], mode: 'socket', webhook: false, email: false };
  const { environments, slack } = guess.data;
  return {
    environments: Object.keys(environments),
    mode: slack.mode === 'http' ? 'http' : 'socket',
    webhook: false,
    email: false,
  };
}

const needsGuess = z.object({
  environments: z.record(z.string(), z.unknown()).catch({}),
  slack: z.object({ mode: z.unknown() }).catch({ mode: 'socket' }),
});

function fail(faults: readonly Complaint[]): Loaded {
  return { ok: false, faults };
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}
