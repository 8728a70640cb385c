/** What matters to whoever acts on the deployment: faults of its tools, and what kind of deployment it is. */
export const actingFaults = [
  {
    name: 'neo4j-stopped',
    description: 'Neo4j was shut down, as `neo4j stop` does; `neo4j start` ends it.',
  },
  {
    name: 'neo4j-unclean',
    description: 'Neo4j was not shut down in order: its stores need recovery before a dump.',
  },
  {
    name: 'neo4j-enterprise',
    description: 'Neo4j is the Enterprise edition: neo4j-admin backs up while it runs.',
  },
  {
    name: 'neo4j-dump-truncated',
    description: 'Dumps and backups of Neo4j end in the middle, and the command says nothing.',
  },
  {
    name: 'neo4j-disk-full',
    description: 'The disk for dumps of Neo4j is full: half a file is left behind.',
  },
  {
    name: 'neo4j-inconsistent',
    description: 'The store of Neo4j is inconsistent: neo4j-admin database check finds it.',
  },
  {
    name: 'graph-surplus',
    description: 'The graph has atoms that SQL Server has not.',
    parameters: { atoms: { type: 'number', description: 'how many too many', default: 25 } },
  },
  {
    name: 'conversations-leaked',
    description: 'Dialogs that nobody ended pile up in sys.conversation_endpoints.',
    parameters: { count: { type: 'number', description: 'how many', default: 5000 } },
  },
  {
    name: 'statement-slow',
    description: 'A chosen statement of SQL Server takes long, until it is done or cancelled.',
    parameters: {
      statement: {
        type: 'string',
        description: 'part of its text, or of the procedure called',
        default: 'CHECKDB',
      },
      seconds: { type: 'number', description: 'how long', default: 3600 },
    },
  },
  {
    name: 'connection-drops',
    description: 'The connection to SQL Server breaks at a chosen statement.',
    parameters: {
      statement: {
        type: 'string',
        description: 'part of its text, or of the procedure called',
        default: 'BACKUP',
      },
      count: { type: 'number', description: 'how many times; 0 for ever', default: 1 },
      after: {
        type: 'string',
        description: 'whether it was still executed',
        default: 'no',
        choices: ['no', 'yes'],
      },
    },
  },
  {
    name: 'connection-hangs',
    description: 'At a chosen statement the connection hangs half open: the server goes on.',
    parameters: {
      statement: {
        type: 'string',
        description: 'part of its text, or of the procedure called',
        default: 'RESTORE',
      },
      count: { type: 'number', description: 'how many times; 0 for ever', default: 1 },
      seconds: {
        type: 'number',
        description: 'until the server notices that the client is gone',
        default: 60,
      },
    },
  },
  {
    name: 'application-stopped',
    description:
      'The application and its workers are stopped: none is in the database or writes to it.',
  },
  {
    name: 'rollback-running',
    description: 'A session that was ended has been rolling back its work for half an hour.',
  },
  {
    name: 'transaction-in-doubt',
    description:
      'A distributed transaction lost its coordinator: prepared, and no session holds it.',
  },
  {
    name: 'backup-jobs-disabled',
    description: 'The Agent jobs that back up are disabled: what is on schedule is not taken.',
  },
  {
    name: 'second-backup-writer',
    description: 'Another tool backs up Hartonomous as well: full backups that are not copy-only.',
  },
  {
    name: 'database-encrypted',
    description: 'Hartonomous is encrypted (TDE), and so are its full and differential backups.',
    parameters: {
      certificate: {
        type: 'string',
        description:
          'of the backups: there; dropped, for the database too; rotated, for backups alone',
        default: 'there',
        choices: ['there', 'dropped', 'rotated'],
      },
      fileList: {
        type: 'string',
        description: 'what FILELISTONLY does where the certificate is not in master',
        default: 'refused',
        choices: ['refused', 'told'],
      },
    },
  },
  {
    name: 'server-outgrown',
    description:
      'Restores from before it bring back a user, an assembly and a key that the server has done away with.',
    parameters: {
      assembly: {
        type: 'string',
        description: 'which was replaced; CLR functions are in Hartonomous.Clr',
        default: 'MathNet.Numerics',
        choices: ['MathNet.Numerics', 'Hartonomous.Clr'],
      },
    },
  },
  {
    name: 'availability-group',
    description: 'Hartonomous is in an availability group: RESTORE over it is refused.',
    parameters: {
      role: {
        type: 'string',
        description: 'of this server',
        default: 'PRIMARY',
        choices: ['PRIMARY', 'SECONDARY'],
      },
    },
  },
  {
    name: 'express-edition',
    description: 'SQL Server is Express: no compressed backups, no Agent.',
  },
] as const;
