import { z } from 'zod';
import { roles } from '../domain/authority.ts';
import { operationNames } from '../domain/plan.ts';
import { auditSchema } from './audit-schema.ts';
import {
  backupTimeField,
  channelField,
  databaseField,
  durationField,
  monthTimeField,
  portField,
  procedureField,
  sizeField,
  slackUserField,
  timeOfDayField,
  timeZoneField,
  userGroupField,
  webUrlField,
  weekTimeField,
} from './fields.ts';
import { neo4jAdminSchema } from './neo4j-admin-schema.ts';
import { activeTimesSchema, muteTimesSchema } from './quiet-times-schema.ts';
import { heartbeatSchema, secondPathSchema } from './second-path-schema.ts';

const login = (user: string) => z.strictObject({ user: z.string().min(1) }).default({ user });

const sqlServer = z.strictObject({
  server: z.string().min(1),
  port: portField.default(1433),
  database: databaseField.default('Hartonomous'),
  encrypt: z.boolean().default(true),
  /** Accept a certificate that no authority vouches for. */
  trustServerCertificate: z.boolean().default(false),
  /** Ask an availability group for a readable secondary. */
  readIntent: z.boolean().default(false),
  /** Every replica of an availability group by its own address, also the one behind `server`. */
  replicas: z
    .array(
      z.strictObject({
        name: z.string().regex(/^\S{1,128}$/, 'is no name of a replica: one word'),
        server: z.string().min(1),
        port: portField.default(1433),
        readIntent: z.boolean().optional(),
      }),
    )
    .default([]),
  reader: login('hart_reader'),
  operator: login('hart_operator'),
});

const neo4j = z.strictObject({
  uri: z.string().regex(/^(bolt|neo4j)(\+s|\+ssc)?:\/\/.+/, 'is no Neo4j address'),
  user: z.string().min(1).default('neo4j'),
  database: z.string().min(1).default('neo4j'),
  admin: neo4jAdminSchema.optional(),
});

const ruleOverride = z.strictObject({
  when: z.string().optional(),
  recovers: z.string().optional(),
  severity: z.enum(['warning', 'critical']).optional(),
  for: durationField.optional(),
  keepFiringFor: durationField.optional(),
});

const checkOverride = z.strictObject({
  enabled: z.boolean().optional(),
  interval: durationField.optional(),
  parameters: z.record(z.string(), z.union([z.number(), z.string()])).optional(),
  rules: z.record(z.string(), ruleOverride).optional(),
});

const consent = z.strictObject({
  approvals: z.int().min(0).max(9).optional(),
  typedName: z.boolean().optional(),
  stepUp: z.boolean().optional(),
  allowWeaker: z.boolean().optional(),
});

const roleMembers = z.strictObject({
  people: z.array(z.string()).default([]),
  groups: z.array(userGroupField).default([]),
});

const environment = z.strictObject({
  sqlServer,
  neo4j,
  api: z.array(z.strictObject({ name: z.string().min(1), url: webUrlField })).default([]),
  backups: z
    .strictObject({
      directory: z.string().min(1).optional(),
      /** Other directories of the server from which backups may be restored. */
      readFrom: z.array(z.string().min(1)).default([]),
      /** Directories of the server in which copies of the database may have their files. */
      restoreTo: z.array(z.string().min(1)).default([]),
      rpo: durationField.prefault('15m'),
      rto: durationField.prefault('2h'),
      /** How much of the log open transactions may hold when a restore takes the database: they are rolled back first. */
      rollbackLimit: sizeField.prefault('1GB'),
      /** What makes a copy of another environment's database fit to be seen here: a procedure in that database. */
      masking: procedureField.optional(),
      /** Off unless it is given. The configuration is the consent. */
      schedule: z
        .strictObject({
          full: backupTimeField,
          diff: backupTimeField.optional(),
          log: backupTimeField.optional(),
          timeZone: timeZoneField.default('UTC'),
        })
        .optional(),
    })
    .prefault({}),
  channels: z.strictObject({ ops: channelField, audit: channelField.optional() }),
  checks: z.record(z.string(), checkOverride).default({}),
  /** Who runs and who consents there, in place of those in the general roles. */
  roles: z.partialRecord(z.enum(['operator', 'approver']), roleMembers).default({}),
  /** Stricter than an operation's own; weaker only with allowWeaker. */
  consent: z.partialRecord(z.enum(operationNames), consent).default({}),
});

const inhibitRule = z.strictObject({
  source: z.record(z.string(), z.string()),
  target: z.record(z.string(), z.string()),
  equal: z.array(z.string()).default([]),
});

const repeatInterval = z.strictObject({
  critical: durationField.prefault('4h'),
  warning: durationField.prefault('24h'),
});

/** `hart.yml` as people write it: durations are text, most keys have a default. */
export const rawConfigSchema = z.strictObject({
  sandbox: z.boolean().default(false),
  defaultEnvironment: z.string().optional(),
  environments: z
    .record(z.string().regex(/^[a-z][a-z0-9-]*$/, 'is no environment name'), environment)
    .refine((all) => Object.keys(all).length > 0, 'names no environment'),
  /** Your own check files, beside those of the product. */
  checksDirectory: z.string().optional(),
  /** A pace for all checks, for rehearsals; leave it out in production. */
  checks: z
    .strictObject({
      interval: durationField.optional(),
      for: durationField.optional(),
      keepFiringFor: durationField.optional(),
    })
    .default({}),
  people: z
    .record(
      z.string(),
      z.strictObject({
        slack: z.array(slackUserField).default([]),
        os: z.array(z.string()).default([]),
      }),
    )
    .default({}),
  roles: z.partialRecord(z.enum(roles), roleMembers).default({}),
  /** Groups may give approval: to members of a day at least, and never for what is critical. */
  approversFromGroup: z.boolean().default(false),
  slack: z.strictObject({
    teamId: z.string().regex(/^[TE][A-Z0-9]{2,}$/, 'is no Slack team id'),
    mode: z.enum(['socket', 'http']).default('socket'),
    port: portField.default(3000),
    apiUrl: webUrlField.optional(),
  }),
  alerting: z
    .strictObject({
      groupBy: z.array(z.string()).default(['alert']),
      groupWait: durationField.prefault('30s'),
      groupInterval: durationField.prefault('5m'),
      repeatInterval: repeatInterval.prefault({}),
      unknownFor: durationField.prefault('15m'),
      /** More instances of one rule than this are an error: none of them is believed. */
      instanceLimit: z.int().min(1).max(100_000).default(1000),
      /** How long resolved incidents and their timelines are kept; the audit log is never shortened. */
      incidentsKept: durationField.prefault('400d'),
      muteTimes: muteTimesSchema,
      activeTimes: activeTimesSchema,
      inhibit: z.array(inhibitRule).default([]),
      secondPath: secondPathSchema,
    })
    .prefault({}),
  onCall: z
    .strictObject({
      people: z.array(z.string()).default([]),
      group: userGroupField.nullable().default(null),
      /** Turns of a week; in place of `people` where it is set. */
      rota: z
        .strictObject({
          timeZone: timeZoneField.default('UTC'),
          handover: weekTimeField.default('Mon 09:00'),
          people: z.array(z.string()).min(1, 'names nobody'),
        })
        .nullable()
        .default(null),
      escalation: z.array(durationField).max(5).prefault(['10m', '30m']),
      heldFor: durationField.prefault('8h'),
      remindBefore: durationField.prefault('30m'),
    })
    .prefault({}),
  digests: z
    .strictObject({
      timeZone: timeZoneField.default('UTC'),
      daily: timeOfDayField.nullable().default('08:00'),
      weekly: weekTimeField.nullable().default('Mon 08:00'),
      monthly: monthTimeField.nullable().default('1 08:00'),
    })
    .prefault({}),
  heartbeat: heartbeatSchema,
  store: z
    .string()
    .regex(/^sqlite:.+/, 'is no store')
    .default('sqlite:./data/hart.db'),
  http: z
    .strictObject({ host: z.string().default('127.0.0.1'), port: portField.default(7780) })
    .prefault({}),
  audit: auditSchema,
  /** Where the command line reaches the running bot. */
  terminal: z
    .strictObject({ socket: z.string().min(1).max(90).default('./run/hart.sock') })
    .prefault({}),
  shutdown: z.strictObject({ wait: durationField.prefault('30s') }).prefault({}),
});

export type ParsedConfig = z.output<typeof rawConfigSchema>;
