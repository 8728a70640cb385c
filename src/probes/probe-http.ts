import type { Check } from '../domain/check.ts';
import type { Row } from '../domain/sample.ts';
import type { ApiReader, HttpReply } from '../domain/target.ts';
import { DAY, type Duration, type Instant } from '../domain/time.ts';
import { type Finding, withoutAnswer } from './finding.ts';
import { unknown } from './outcome.ts';

/**
 * Asks every replica of the API at the same time; each is a row. A replica that gives no answer is down, which is a
 * measurement and no lack of one: seen from the bot, nobody can use it.
 */
export async function probeHttp(
  check: Check,
  replicas: readonly ApiReader[],
  limits: { readonly timeout: Duration; readonly signal?: AbortSignal },
  now: () => Instant,
): Promise<Finding> {
  const { request } = check;
  if (request === undefined) return withoutAnswer(unknown('error', 'the check has no request'));
  // Without TLS there is no certificate to watch; one that cannot be reached has one that we cannot see.
  const asksForCertificate = Object.keys(check.values).some((value) =>
    value.startsWith('certificate_'),
  );
  const asked = asksForCertificate ? replicas.filter(({ isTls }) => isTls) : replicas;
  if (asked.length === 0)
    return withoutAnswer({ kind: 'off', detail: 'no replica of the API speaks TLS' });
  const replies = await Promise.all(
    asked.map(async (replica) => [replica.name, await replica.get(request, limits)] as const),
  );
  if (limits.signal?.aborted === true) return withoutAnswer(unknown('error', 'cancelled'));
  return withoutAnswer({
    kind: 'rows',
    rows: replies.map(([name, reply]) => rowOf(check, name, reply, now())),
  });
}

function rowOf(check: Check, replica: string, reply: HttpReply, now: Instant): Row {
  const measured: Readonly<Record<string, number | null>> = {
    up: reply.status !== null && reply.status >= 200 && reply.status < 300 ? 1 : 0,
    status: reply.status,
    latency_ms: reply.latency,
    certificate_days:
      reply.certificateExpiresAt === null
        ? null
        : Math.floor((reply.certificateExpiresAt - now) / DAY),
    certificate_trusted:
      reply.certificateTrusted === null ? null : Number(reply.certificateTrusted),
  };
  return {
    labels: { replica },
    values: Object.fromEntries(
      Object.keys(check.values).map((value) => [value, measured[value] ?? null]),
    ),
  };
}
