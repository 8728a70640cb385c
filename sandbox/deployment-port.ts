import type { Certificate } from './certificate.ts';
import type { StatementsPort, WorldPort } from './control/ports.ts';
import type { Logger } from './slack/types.ts';

/** The passwords that the simulated servers ask for. */
export interface Passwords {
  readonly reader: string;
  readonly operator: string;
  readonly sa: string;
  readonly neo4j: string;
}

export interface DeploymentOptions {
  readonly passwords: Passwords;
  readonly certificate: Certificate;
  readonly log: Logger;
  /** Which of the possible worlds; always the same one if not given. */
  readonly seed?: number;
  /** What its SQL Server calls itself; `SQL-PROD` if not given. */
  readonly serverName?: string;
  /** How long BACKUP, RESTORE and their like take there in milliseconds; by size if not given. */
  readonly actMs?: number;
}

/** A simulated Hartonomous: its world and the servers that speak for it, all on 127.0.0.1. */
export interface Deployment {
  readonly world: WorldPort;
  readonly statements: StatementsPort;
  readonly sqlServer: { readonly port: number };
  readonly neo4j: {
    readonly port: number;
    /** The paths of its tools and of their dumps. */
    readonly home?: { readonly admin: string; readonly neo4j: string; readonly dumps: string };
  };
  readonly api: readonly { readonly name: string; readonly url: string }[];
  close(): Promise<void>;
}

export type StartDeployment = (options: DeploymentOptions) => Promise<Deployment>;
