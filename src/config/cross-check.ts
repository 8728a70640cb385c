import type { Complaint } from '../domain/fault.ts';
import { DAY } from '../domain/time.ts';
import { checkQuietTimes } from './check-quiet-times.ts';
import { checkReplicas } from './check-replicas.ts';
import type { ParsedConfig } from './schema.ts';
import { secretName } from './secrets.ts';

/** What no single key can get wrong: names that must exist elsewhere, things that must not stand twice. */
export function crossCheck(config: ParsedConfig): Complaint[] {
  return [
    ...defaultEnvironment(config),
    ...sharedTargets(config),
    ...checkReplicas(config),
    ...sharedSecretNames(config),
    ...unknownPeople(config),
    ...idleGroups(config),
    ...sharedIdentities(config),
    ...timesOfDuty(config),
    ...checkQuietTimes(config),
    ...shortMemory(config),
    ...schedulesOfBackups(config),
    ...sandboxOnly(config),
  ];
}

function defaultEnvironment({ defaultEnvironment: name, environments }: ParsedConfig): Complaint[] {
  if (name === undefined || Object.hasOwn(environments, name)) return [];
  const known = Object.keys(environments).join(', ');
  return [
    {
      path: 'defaultEnvironment',
      message: 'names no environment of this file',
      hint: `Use one of ${known}.`,
    },
  ];
}

/** Two environments with one target would lock, alert and restore past each other. */
function sharedTargets({ environments }: ParsedConfig): Complaint[] {
  const seen = new Map<string, string>();
  return Object.entries(environments).flatMap(([name, { sqlServer, neo4j }]) => {
    const targets = [
      [
        'sqlServer',
        `${sqlServer.server}:${sqlServer.port}/${sqlServer.database}`.toLowerCase(),
      ] as const,
      ['neo4j', `${neo4j.uri}/${neo4j.database}`.toLowerCase()] as const,
    ];
    return targets.flatMap(([key, target]) => {
      const other = seen.get(target);
      seen.set(target, name);
      if (other === undefined) return [];
      return [
        {
          path: `environments.${name}.${key}`,
          message: `is also the target of ${other}`,
          hint: 'Give each environment a target of its own, or remove one of the two.',
        },
      ];
    });
  });
}

/** `eu-1` and `eu_1` cannot both exist, but `a-b` and `a--b` would share their variables. */
function sharedSecretNames({ environments }: ParsedConfig): Complaint[] {
  const seen = new Set<string>();
  return Object.keys(environments).flatMap((name) => {
    const variable = secretName(name, 'SQL_READER_PASSWORD');
    if (!seen.has(variable)) {
      seen.add(variable);
      return [];
    }
    return [
      {
        path: `environments.${name}`,
        message: `would read its password from ${variable}, like another environment`,
        hint: 'Choose names that differ in more than their dashes.',
      },
    ];
  });
}

function unknownPeople(config: ParsedConfig): Complaint[] {
  const named = [
    ...Object.entries(config.roles).map(
      ([role, members]) => [`roles.${role}.people`, members.people] as const,
    ),
    ...Object.entries(config.environments).flatMap(([name, { roles }]) =>
      Object.entries(roles).map(
        ([role, members]) => [`environments.${name}.roles.${role}.people`, members.people] as const,
      ),
    ),
    ['onCall.people', config.onCall.people] as const,
    ['onCall.rota.people', config.onCall.rota?.people ?? []] as const,
  ];
  return named.flatMap(([path, people]) =>
    people
      .filter((person) => !Object.hasOwn(config.people, person))
      .map((person) => ({
        path,
        message: `names ${person}, who is not among people`,
        hint: `Add people.${person} with a Slack member id, or remove the name.`,
      })),
  );
}

/** Groups that look as if they let someone approve. */
function idleGroups({ roles, environments, approversFromGroup }: ParsedConfig): Complaint[] {
  const lists = [
    ['roles', roles.approver] as const,
    ...Object.entries(environments).map(
      ([name, own]) => [`environments.${name}.roles`, own.roles.approver] as const,
    ),
  ];
  return lists
    .filter(([, approver]) => !approversFromGroup && (approver?.groups ?? []).length > 0)
    .map(([path]) => ({
      path: `${path}.approver.groups`,
      message: 'lets nobody approve, since approversFromGroup is false',
      hint: 'List people by name, or write approversFromGroup: true.',
    }));
}

/** One identity is one person's: who asks and who approves are compared by person. */
function sharedIdentities(config: ParsedConfig): Complaint[] {
  const owner = new Map<string, string>();
  return Object.entries(config.people).flatMap(([person, { slack, os }]) =>
    [...slack.map((id) => `slack ${id}`), ...os.map((id) => `os ${id}`)].flatMap((identity) => {
      const other = owner.get(identity);
      owner.set(identity, person);
      if (other === undefined || other === person) return [];
      return [
        {
          path: `people.${person}`,
          message: `has the identity "${identity}", which is ${other}'s`,
          hint: 'One identity belongs to one person.',
        },
      ];
    }),
  );
}

/** Steps in their order, each later than the one before; a reminder that comes before the end. */
function timesOfDuty({ onCall }: ParsedConfig): Complaint[] {
  const { escalation, heldFor, remindBefore } = onCall;
  const rises = escalation.every((step, index) => step > (escalation[index - 1] ?? 0));
  return [
    ...(rises
      ? []
      : [
          {
            path: 'onCall.escalation',
            message: 'does not rise from step to step',
            hint: 'Each step counts from the first mention: [10m, 30m].',
          },
        ]),
    ...(remindBefore < heldFor
      ? []
      : [
          {
            path: 'onCall.remindBefore',
            message: 'is not shorter than onCall.heldFor',
            hint: 'The reminder comes that long before the end: 30m of 8h.',
          },
        ]),
  ];
}

/** Digests of a month tell it against the one before. */
const shortestKept = 70 * DAY;

function shortMemory({ alerting }: ParsedConfig): Complaint[] {
  if (alerting.incidentsKept >= shortestKept) return [];
  return [
    {
      path: 'alerting.incidentsKept',
      message: 'is shorter than the digests look back',
      hint: 'Keep them for 70d at least: a month is told against the one before.',
    },
  ];
}

/** A schedule writes somewhere, and asks nobody. */
function schedulesOfBackups({ environments }: ParsedConfig): Complaint[] {
  return Object.entries(environments).flatMap(([name, { backups, consent }]) => {
    const { schedule, directory } = backups;
    if (schedule === undefined) return [];
    const path = `environments.${name}.backups`;
    const kinds = (['full', 'diff', 'log'] as const).filter((kind) => schedule[kind] !== undefined);
    return [
      ...(directory === undefined
        ? [
            {
              path: `${path}.schedule`,
              message: 'has no directory to write to',
              hint: 'Set backups.directory, as the server sees it.',
            },
          ]
        : []),
      ...kinds.flatMap((kind) => {
        const asked = consent[`backup.${kind}`];
        const isAsked =
          (asked?.approvals ?? 0) > 0 || asked?.typedName === true || asked?.stepUp === true;
        if (!isAsked) return [];
        return [
          {
            path: `environments.${name}.consent.backup.${kind}`,
            message: `wants people's consent, which ${path}.schedule cannot give`,
            hint: 'Leave the kind out of the schedule, or ask for no more than a confirmation.',
          },
        ];
      }),
    ];
  });
}

function sandboxOnly({ sandbox, slack }: ParsedConfig): Complaint[] {
  if (sandbox || slack.apiUrl === undefined) return [];
  return [
    {
      path: 'slack.apiUrl',
      message: 'is for the sandbox only',
      hint: 'Remove it: the bot talks to Slack itself.',
    },
  ];
}
