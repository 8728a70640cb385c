import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Config } from '../config/load-config.ts';
import type { WantedMessage } from '../domain/message.ts';
import type { Instant } from '../domain/time.ts';
import { runLine } from '../slack/blocks/run-line.ts';
import type { Store } from '../store/open-store.ts';

/** SHA-256 of the whole configuration: approvals bind it (safety rule S46). Secrets are no part of it. */
export function configHashOf(config: Config): string {
  return sha256(config);
}

export function sha256(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex');
}

/** Who may do what to what, and where that is recorded, flat: what a change of it reads like. */
export function authorityOf(config: Config): Readonly<Record<string, string>> {
  const { people, roles, approversFromGroup, slack, environments, sandbox } = config;
  const { audit, terminal, store, checksDirectory } = config;
  const targets = Object.entries(environments).map(([name, each]) => {
    const { consent, roles: rolesThere, sqlServer, neo4j, backups, channels } = each;
    const { directory, readFrom, restoreTo, masking, schedule } = backups;
    return [
      name,
      {
        consent,
        roles: rolesThere,
        channels,
        sqlServer: address(sqlServer),
        operator: sqlServer.operator.user,
        neo4j: `${neo4j.uri}/${neo4j.database}`,
        // Programs of the machine that runs of the graph start.
        neo4jAdmin: neo4j.admin,
        backups: { directory, readFrom, restoreTo, masking, schedule },
      },
    ];
  });
  return flat({
    people,
    roles,
    approversFromGroup,
    slack: { teamId: slack.teamId },
    environments: Object.fromEntries(targets),
    sandbox,
    audit,
    terminal,
    store,
    checksDirectory,
  });
}

function address(place: {
  readonly server: string;
  readonly port: number;
  readonly database: string;
}): string {
  return `${place.server}:${place.port}/${place.database}`;
}

/** `roles.approver.people: ada, ben → ada`, one line a change, in order. */
export function authorityChanges(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return keys
    .filter((key) => before[key] !== after[key])
    .map((key) => `${key}: ${before[key] ?? 'nothing'} → ${after[key] ?? 'nothing'}`);
}

const most = 20;

/** Puts the configuration's hash, and what has changed of who may do what, into the audit log and the audit channels. */
export async function tellAuthority(parts: {
  readonly config: Config;
  readonly store: Store;
  readonly now: () => Instant;
  readonly kick: () => void;
}): Promise<void> {
  const { config, store, now, kick } = parts;
  const hash = configHashOf(config);
  const authority = authorityOf(config);
  const kept = await store.records.one('authority', '', 'newest');
  const before: { hash?: string; authority?: Record<string, string> } = JSON.parse(kept ?? '{}');
  const changes = authorityChanges(before.authority ?? {}, authority);
  const listed = before.authority === undefined ? ['first start'] : changes;
  await store.transaction(async () => {
    await store.audit.append({
      at: now(),
      actor: 'bot',
      person: null,
      action: 'start',
      environment: null,
      outcome: 'done',
      detail: { config: hash, changed: before.hash !== hash, authority: listed.join('; ') },
    });
    await store.records.apply('authority', '', {
      put: [{ id: 'newest', json: JSON.stringify({ hash, authority }) }],
    });
    if (before.authority === undefined || changes.length === 0) return;
    const more = changes.length > most ? [`and ${changes.length - most} more`] : [];
    const lines = ['Who may do what has changed:', ...changes.slice(0, most), ...more];
    for (const message of messagesOf(config, hash, lines.join('\n'), now()))
      await store.messages.want(message, now());
  });
  kick();
}

function messagesOf(config: Config, hash: string, text: string, at: Instant): WantedMessage[] {
  const all = Object.values(config.environments).map(({ channels }) => channels);
  return [...new Set(all.map(({ audit, ops }) => audit ?? ops))].map((channel) => ({
    key: `authority:${hash}:${channel}:${at}`,
    channel,
    thread: null,
    broadcast: false,
    lane: 'alert',
    content: runLine(text, at),
  }));
}

function flat(value: unknown, path = ''): Record<string, string> {
  if (Array.isArray(value)) return { [path]: value.map(String).toSorted().join(', ') };
  if (value === undefined) return {};
  if (typeof value === 'string') return { [path]: value };
  if (typeof value !== 'object' || value === null) return { [path]: JSON.stringify(value) };
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      Object.entries(flat(inner, path === '' ? key : `${path}.${key}`)),
    ),
  );
}
