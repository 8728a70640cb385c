import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where a sandbox's configuration lies. */
export interface ConfigPlace {
  readonly directory: string;
  readonly configFile: string;
  readonly envFile: string;
  /** The file of the bot's memory. */
  readonly store: string;
  /** The socket by which the command line reaches the bot. */
  readonly terminal: string;
  write(config: string, env: string): Promise<void>;
  /** Takes the directory away, unless someone asked for it. */
  remove(): Promise<void>;
}

/** `wanted` is a directory that someone asked for, to keep; null makes one that goes with the sandbox. */
export async function createConfigPlace(wanted: string | null): Promise<ConfigPlace> {
  const directory =
    wanted === null ? await mkdtemp(join(tmpdir(), 'hart-sandbox-')) : resolve(wanted);
  await mkdir(join(directory, 'data'), { recursive: true });
  const configFile = join(directory, 'hart.yml');
  const envFile = join(directory, '.env');
  return {
    directory,
    configFile,
    envFile,
    store: join(directory, 'data', 'hart.db'),
    terminal: await socketIn(directory),
    async write(config, env) {
      await writeFile(configFile, config);
      await writeFile(envFile, env, { mode: 0o600 });
    },
    async remove() {
      if (wanted === null) await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The kernel takes no longer path for a socket than 107 bytes; the bot wants room for its own files beside it. */
const longestSocket = 90;

async function socketIn(directory: string): Promise<string> {
  const path = join(directory, 'hart.sock');
  if (Buffer.byteLength(path) <= longestSocket) return path;
  return join(await mkdtemp(join(tmpdir(), 'hart-')), 'hart.sock');
}
