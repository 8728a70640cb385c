import { createServer, type Server } from 'node:net';
import type { StartDeployment } from '../../../sandbox/deployment-port.ts';
import { listenOn } from '../../../sandbox/ready.ts';
import { fakeWorld } from './fake-world.ts';

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

/** Ports that accept and say nothing, and a world of switches. */
export const fakeDeployment: StartDeployment = async () => {
  const servers = [
    createServer((socket) => socket.destroy()),
    createServer((socket) => socket.destroy()),
  ];
  const [sqlServer = 0, neo4j = 0] = await Promise.all(
    servers.map((server) => listenOn(server, 0)),
  );
  return {
    world: fakeWorld(),
    statements: { list: () => [], clear: () => undefined },
    sqlServer: { port: sqlServer },
    neo4j: { port: neo4j },
    api: [{ name: 'api-1', url: 'http://127.0.0.1:9' }],
    async close() {
      await Promise.all(servers.map(close));
    },
  };
};
