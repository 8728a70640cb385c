import { readFileSync } from 'node:fs';
import type { Complaint } from '../domain/fault.ts';
import type { ParsedConfig } from './schema.ts';

export interface EnvironmentSecrets {
  readonly sqlReaderPassword: string;
  /** Wanted only by operations; a bot that only watches runs without it. */
  readonly sqlOperatorPassword: string | null;
  readonly neo4jPassword: string;
}

export interface Secrets {
  readonly slackBotToken: string;
  readonly slackAppToken: string | null;
  readonly slackSigningSecret: string | null;
  readonly secretKey: string | null;
  /** Signs what the webhook of the second path gets. */
  readonly webhookSecret: string | null;
  readonly emailPassword: string | null;
  readonly environments: Readonly<Record<string, EnvironmentSecrets>>;
}

export type ProcessEnvironment = Readonly<Record<string, string | undefined>>;

/** `production-eu` → `HART_PRODUCTION_EU_SQL_READER_PASSWORD` for suffix `SQL_READER_PASSWORD`. */
export function secretName(environment: string, suffix: string): string {
  return `HART_${environment.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_${suffix}`;
}

/** What of a configuration decides which secrets are needed. */
export interface SecretNeeds {
  readonly environments: readonly string[];
  readonly mode: 'socket' | 'http';
  readonly webhook: boolean;
  readonly email: boolean;
}

export function secretNeeds({ alerting, audit, environments, slack }: ParsedConfig): SecretNeeds {
  const { webhook, email } = alerting.secondPath;
  return {
    environments: Object.keys(environments),
    mode: slack.mode,
    webhook: webhook !== null || audit.anchors.webhook !== null,
    email: (email?.user ?? null) !== null,
  };
}

/** Takes every secret from NAME or from the file that NAME_FILE names; complaints name the variable, never its value. */
export function readSecrets(
  needs: SecretNeeds,
  env: ProcessEnvironment,
): { secrets: Secrets; complaints: Complaint[] } {
  const complaints: Complaint[] = [];
  const optional = (name: string) => readSecret(name, env, complaints);
  const required = (name: string, purpose: string) => {
    const before = complaints.length;
    const value = optional(name);
    if (value === null && complaints.length === before)
      complaints.push({
        path: name,
        message: `is not set: ${purpose}`,
        hint: `Set ${name}, or ${name}_FILE to a file that holds it.`,
      });
    return value ?? '';
  };
  const socket = needs.mode === 'socket';
  const environments = needs.environments.map((environment) => {
    const name = (suffix: string) => secretName(environment, suffix);
    return [
      environment,
      {
        sqlReaderPassword: required(
          name('SQL_READER_PASSWORD'),
          `the password of the reader login of ${environment}`,
        ),
        sqlOperatorPassword: optional(name('SQL_OPERATOR_PASSWORD')),
        neo4jPassword: required(name('NEO4J_PASSWORD'), `the Neo4j password of ${environment}`),
      },
    ] as const;
  });
  const secrets = {
    slackBotToken: required('SLACK_BOT_TOKEN', "the app's bot token (xoxb-…)"),
    slackAppToken: socket
      ? required('SLACK_APP_TOKEN', "the app's token for Socket Mode (xapp-…)")
      : null,
    slackSigningSecret: socket
      ? null
      : required('SLACK_SIGNING_SECRET', "the app's signing secret, which HTTP mode checks"),
    secretKey: optional('HART_SECRET_KEY'),
    webhookSecret: needs.webhook
      ? required(
          'HART_WEBHOOK_SECRET',
          'signs what the webhooks of alerting.secondPath and audit.anchors get',
        )
      : null,
    emailPassword: needs.email
      ? required('HART_EMAIL_PASSWORD', 'the password of alerting.secondPath.email.user')
      : null,
    environments: Object.fromEntries(environments),
  };
  return { secrets, complaints };
}

/** Every secret's text, for redaction. */
export function secretValues(secrets: Secrets): string[] {
  const own = [
    secrets.slackBotToken,
    secrets.slackAppToken,
    secrets.slackSigningSecret,
    secrets.secretKey,
    secrets.webhookSecret,
    secrets.emailPassword,
  ];
  const perEnvironment = Object.values(secrets.environments).flatMap((each) => Object.values(each));
  return [...own, ...perEnvironment].filter((value): value is string => Boolean(value));
}

function readSecret(name: string, env: ProcessEnvironment, complaints: Complaint[]): string | null {
  const value = env[name];
  const file = env[`${name}_FILE`];
  if (value && file) {
    complaints.push({
      path: name,
      message: `is given twice, as ${name} and as ${name}_FILE`,
      hint: 'Unset one of the two, so that it is clear which one counts.',
    });
    return null;
  }
  if (!file) return value || null;
  try {
    const text = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    if (text !== '') return text;
    complaints.push({
      path: `${name}_FILE`,
      message: `names an empty file, ${file}`,
      hint: 'Write the secret into it, alone.',
    });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    complaints.push({
      path: `${name}_FILE`,
      message: `names a file that can't be read: ${file} (${code})`,
      hint: 'Check the path and that the user who runs hart may read it.',
    });
  }
  return null;
}
