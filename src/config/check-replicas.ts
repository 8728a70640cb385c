import type { Complaint } from '../domain/fault.ts';
import { allReplicas } from '../domain/target.ts';
import type { ParsedConfig } from './schema.ts';

interface Place {
  readonly server: string;
  readonly port: number;
}

/** Replicas are asked one by one and told apart by name: each once, and none left out. */
export function checkReplicas({ environments }: ParsedConfig): Complaint[] {
  return Object.entries(environments).flatMap(([name, { sqlServer }]) => {
    const { replicas } = sqlServer;
    const path = `environments.${name}.sqlServer.replicas`;
    const elsewhere = Object.entries(environments)
      .filter(([other]) => other !== name)
      .map(([, other]) => other.sqlServer)
      .flatMap((other) => [other, ...other.replicas]);
    if (replicas.length === 1)
      return [
        {
          path,
          message: 'names one replica alone',
          hint: 'Name every one, also the one behind sqlServer.server; or none.',
        },
      ];
    return replicas.flatMap((replica, index) => {
      const before = replicas.slice(0, index);
      const complain = (message: string, hint: string) => [
        { path: `${path}[${index}]`, message, hint },
      ];
      if (replica.name === allReplicas)
        return complain(`is called ${allReplicas}`, 'That stands for all of them together.');
      if (before.some((other) => other.name.toLowerCase() === replica.name.toLowerCase()))
        return complain(`is called ${replica.name}, like another`, 'Give each a name of its own.');
      if (before.some((other) => isSame(other, replica)))
        return complain('has the address of another', 'Give each its own, not the listener’s.');
      if (elsewhere.some((other) => isSame(other, replica)))
        return complain(
          'is a SQL Server of another environment',
          'Two environments with one target would work past each other.',
        );
      return [];
    });
  });
}

function isSame(one: Place, other: Place): boolean {
  return one.server.toLowerCase() === other.server.toLowerCase() && one.port === other.port;
}
