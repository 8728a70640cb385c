import { CommandFailedError, exitCode, UsageError } from './command-line.ts';
import type { CommandContext } from './dump-command.ts';

/** `neo4j start|stop|restart|status`, the same as `neo4j-admin server …`. */
export async function serverCommand(
  name: string,
  { dbms, console, home }: CommandContext,
): Promise<void> {
  const { running, pid } = await dbms.state();
  switch (name) {
    case 'status':
      if (running) return console.out(`Neo4j is running at pid ${pid}`);
      console.out('Neo4j is not running.');
      throw new CommandFailedError('', exitCode.notRunning);
    case 'stop':
      if (!running) return console.out('Neo4j is not running.');
      await dbms.stop();
      return console.out('Stopping Neo4j...... stopped.');
    case 'start':
      if (running) return console.out(`Neo4j is already running (pid:${pid}).`);
      await dbms.start();
      console.out(`Directories in use:\nhome:         ${home}`);
      console.out('Starting Neo4j.');
      console.out(
        `Started neo4j (pid:${(await dbms.state()).pid}). It is available at http://localhost:7474`,
      );
      return console.out('There may be a short delay until the server is ready.');
    case 'restart':
      if (running) await dbms.stop();
      await dbms.start();
      return console.out('Stopping Neo4j...... stopped.\nStarting Neo4j.');
    default:
      throw new UsageError(`Unmatched argument at index 0: '${name}'`);
  }
}
