import type { Config } from '../config/load-config.ts';
import type { SlackFacts } from '../slack/services.ts';
import { nextMorning } from './digest-schedules.ts';

/** What Slack's part needs to know of the configuration; what groups are called, only where people read it. */
export function slackFacts(
  config: Config,
  groupHandle: (id: string) => string | null = () => null,
): SlackFacts {
  const names = Object.keys(config.environments);
  const people = Object.entries(config.people);
  const ids = new Map(people.map(([name, { slack }]) => [name, slack] as const));
  return {
    environments: Object.entries(config.environments).map(([name, { channels }]) => ({
      name,
      channels: { ops: channels.ops, audit: channels.audit ?? channels.ops },
    })),
    defaultEnvironment: config.defaultEnvironment ?? names[0] ?? '',
    sandbox: config.sandbox,
    authority: {
      teamId: config.slack.teamId,
      people: people.map(([name, { slack, os }]) => ({ name, slack, os })),
      roles: config.roles,
      rolesIn: Object.fromEntries(
        Object.entries(config.environments).map(([name, own]) => [name, own.roles]),
      ),
      approversFromGroup: config.approversFromGroup,
      groupHandle,
    },
    onCall: {
      users: config.onCall.people.flatMap((person) => ids.get(person)?.slice(0, 1) ?? []),
      group: config.onCall.group,
    },
    morning: (now) => nextMorning(config, now),
  };
}
