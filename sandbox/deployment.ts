import { type ApiReplica, createApiReplica } from './api/api-replica.ts';
import { createBoltServer } from './bolt/bolt-server.ts';
import { createCertificate } from './certificate.ts';
import type { Holding } from './control/ports.ts';
import type { Deployment, DeploymentOptions } from './deployment-port.ts';
import { createAdminServer } from './neo4j-admin/admin-server.ts';
import { createNeo4jHome } from './neo4j-admin/neo4j-home.ts';
import type { WorldReplica } from './world/api-replicas.ts';
import { readContents } from './world/contents.ts';
import { createNeo4jDbms } from './world/neo4j-dbms.ts';
import { createSqlServer } from './world/sql-server.ts';
import { createWorld, type World } from './world/world.ts';

const host = '127.0.0.1';
/** The same world at every start: what was seen once can be seen again. */
const usualSeed = 20_260_101;

/** A deployment whose world can be reached into: by what stands beside it, as a share that two servers see. */
interface WholeDeployment extends Deployment {
  readonly world: World & { contents(): Promise<readonly Holding[]> };
}

/** Starts the simulated Hartonomous and the servers that speak for it. */
export async function startDeployment({
  passwords,
  certificate,
  log,
  ...shape
}: DeploymentOptions): Promise<WholeDeployment> {
  const world = await createWorld({ now: Date.now, seed: usualSeed, ...shape });
  const sqlServer = await createSqlServer({
    world,
    host,
    port: 0,
    passwords: {
      hart_reader: passwords.reader,
      hart_operator: passwords.operator,
      sa: passwords.sa,
    },
    tls: certificate,
  });
  const bolt = await createBoltServer({
    host,
    graph: world.graph,
    credentials: { neo4j: passwords.neo4j },
    record: (statement) => world.statements.add({ ...statement, at: world.now(), target: 'neo4j' }),
  });
  const replicas = await Promise.all(world.replicas.map(startReplica));

  let work: Promise<unknown> = Promise.resolve();
  const forget = world.onChange(() => {
    work = work
      .then(() => (world.graph.down() ? bolt.stop() : bolt.start()))
      .then(() => Promise.all(replicas.map((each) => each.follow())))
      .catch((err: unknown) => log.error({ err }, 'SANDBOX: a server did not follow the world'));
  });

  const admin = await createAdminServer(createNeo4jDbms(world, () => work));
  const home = await createNeo4jHome(admin);

  return {
    // Not spread: what a reset makes anew is read through it.
    world: Object.assign(world, { contents: () => readContents(world) }),
    statements: world.statements,
    sqlServer,
    neo4j: { port: bolt.port, home },
    api: replicas.map(({ name, server }) => ({ name, url: server.url })),
    async close() {
      forget();
      await work;
      await Promise.all([
        sqlServer.close(),
        bolt.close(),
        admin.close(),
        ...replicas.map(({ server }) => server.close()),
      ]);
      await home.remove();
      await world.close();
    },
  };
}

interface RunningReplica {
  readonly name: string;
  readonly server: ApiReplica;
  /** Brings the server in step with the world. */
  follow(): Promise<void>;
}

/** A replica over TLS whose certificate ends when the world says so. */
async function startReplica(replica: WorldReplica): Promise<RunningReplica> {
  let expires = replica.certificateExpires();
  const server = await createApiReplica({
    host,
    replica,
    certificate: await createCertificate(expires),
  });
  return {
    name: replica.name,
    server,
    async follow() {
      await server.refresh();
      if (replica.certificateExpires() === expires) return;
      expires = replica.certificateExpires();
      server.setCertificate(await createCertificate(expires));
    },
  };
}
