import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AdminServer } from './admin-server.ts';

/** A directory that looks like Neo4j's: `bin/neo4j-admin` and `bin/neo4j` can be executed as they are. */
export interface Neo4jHome {
  readonly directory: string;
  readonly admin: string;
  readonly neo4j: string;
  /** For dumps; there, and empty. */
  readonly dumps: string;
  remove(): Promise<void>;
}

/** Makes one whose commands reach the DBMS behind that server. */
export async function createNeo4jHome({ url, token }: AdminServer): Promise<Neo4jHome> {
  const directory = await mkdtemp(join(tmpdir(), 'hart-sandbox-neo4j-'));
  const dumps = join(directory, 'data', 'dumps');
  for (const inner of [join(directory, 'bin'), join(directory, 'conf'), dumps])
    await mkdir(inner, { recursive: true });
  await writeFile(join(directory, 'conf', 'sandbox.json'), JSON.stringify({ url, token }), {
    mode: 0o600,
  });
  const program = async (name: string, run: string) => {
    const file = join(directory, 'bin', name);
    const module = new URL('run-admin.ts', import.meta.url).href;
    await writeFile(
      file,
      `#!${process.execPath}
// The sandbox's ${name}: it works on the simulated graph and on nothing else.
import(${JSON.stringify(module)}).then(async ({ ${run} }) => {
  const console = { out: (line) => process.stdout.write(line + '\\n'), err: (line) => process.stderr.write(line + '\\n') };
  process.exitCode = await ${run}(process.argv.slice(2), ${JSON.stringify(directory)}, console);
});
`,
    );
    await chmod(file, 0o755);
    return file;
  };
  return {
    directory,
    admin: await program('neo4j-admin', 'runAdmin'),
    neo4j: await program('neo4j', 'runNeo4j'),
    dumps,
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
