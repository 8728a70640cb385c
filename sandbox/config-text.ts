import { stringify } from 'yaml';

/** Where everything of a sandbox listens, and who may come in. */
export interface Addresses {
  readonly sqlServer: number;
  readonly neo4j: number;
  /** Where the tools of Neo4j lie, and where their dumps go. */
  readonly neo4jHome?: {
    readonly admin: string;
    readonly neo4j: string;
    readonly dumps: string;
  } | null;
  readonly api: readonly { readonly name: string; readonly url: string }[];
  readonly slackApiUrl: string;
  /** For the bot's own health and metrics. */
  readonly botHttp: number;
  /** Where the bot shows that it lives. */
  readonly heartbeat: string;
  /** The file of the bot's memory. */
  readonly store: string;
  /** Where the bot answers the command line. */
  readonly terminal: string;
}

export interface Secrets {
  readonly readerPassword: string;
  readonly operatorPassword: string;
  readonly neo4jPassword: string;
  readonly slackBotToken: string;
  readonly slackAppToken: string;
  readonly secretKey: string;
}

const people = {
  vera: 'UVIEWER',
  otto: 'UOPERATOR',
  ada: 'UAPPROVER1',
  ben: 'UAPPROVER2',
  alma: 'UADMIN',
};

/** A complete `hart.yml` for this sandbox, at a pace at which a person sees something within a minute. */
export function configText(addresses: Addresses): string {
  const config = {
    sandbox: true,
    defaultEnvironment: 'production',
    environments: {
      production: {
        sqlServer: {
          server: '127.0.0.1',
          port: addresses.sqlServer,
          database: 'Hartonomous',
          encrypt: true,
          trustServerCertificate: true,
          readIntent: false,
          reader: { user: 'hart_reader' },
          operator: { user: 'hart_operator' },
        },
        neo4j: {
          uri: `bolt://127.0.0.1:${addresses.neo4j}`,
          user: 'neo4j',
          database: 'neo4j',
          ...neo4jAdmin(addresses.neo4jHome ?? null),
        },
        api: addresses.api.map(({ name, url }) => ({ name, url })),
        backups: {
          directory: 'D:\\Backups',
          restoreTo: ['D:\\Data', 'L:\\Log'],
          rpo: '15m',
          rto: '2h',
        },
        channels: { ops: 'COPS', audit: 'CAUDIT' },
      },
    },
    checks: { interval: '5s', for: '10s', keepFiringFor: '10s' },
    people: Object.fromEntries(Object.entries(people).map(([name, id]) => [name, { slack: [id] }])),
    roles: {
      viewer: { people: ['vera'], groups: [] },
      responder: { people: ['vera', 'otto'], groups: [] },
      operator: { people: ['otto'], groups: [] },
      approver: { people: ['ada', 'ben'], groups: [] },
      admin: { people: ['alma'], groups: [] },
    },
    slack: { teamId: 'TSANDBOX', mode: 'socket', apiUrl: addresses.slackApiUrl },
    alerting: {
      groupBy: ['alert'],
      groupWait: '2s',
      groupInterval: '5s',
      repeatInterval: { critical: '4h', warning: '24h' },
      inhibit: [],
    },
    onCall: { people: ['otto'], group: null },
    digests: { timeZone: 'UTC', daily: '08:00' },
    heartbeat: { url: addresses.heartbeat, interval: '5s' },
    store: `sqlite:${addresses.store}`,
    http: { host: '127.0.0.1', port: addresses.botHttp },
    terminal: { socket: addresses.terminal },
    shutdown: { wait: '30s' },
  };
  return `# SANDBOX: nothing that this configuration reaches is real.\n${stringify(config)}`;
}

function neo4jAdmin(home: Addresses['neo4jHome'] | null): object {
  if (!home) return {};
  const { admin, neo4j, dumps } = home;
  return {
    admin: {
      kind: 'local',
      command: [admin],
      stop: [neo4j, 'stop'],
      start: [neo4j, 'start'],
      status: [neo4j, 'status'],
      dumpDirectory: dumps,
    },
  };
}

/** The secrets that go with it, by the names under which the bot reads them. */
export function secretVariables(secrets: Secrets): Readonly<Record<string, string>> {
  return {
    HART_PRODUCTION_SQL_READER_PASSWORD: secrets.readerPassword,
    HART_PRODUCTION_SQL_OPERATOR_PASSWORD: secrets.operatorPassword,
    HART_PRODUCTION_NEO4J_PASSWORD: secrets.neo4jPassword,
    SLACK_BOT_TOKEN: secrets.slackBotToken,
    SLACK_APP_TOKEN: secrets.slackAppToken,
    HART_SECRET_KEY: secrets.secretKey,
  };
}

export function envText(variables: Readonly<Record<string, string>>): string {
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
  return `# SANDBOX: these open nothing but this sandbox.\n${lines.join('')}`;
}
