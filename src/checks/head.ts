import { z } from 'zod';
import { subsystems, valueUnits } from '../domain/check.ts';
import { parseCondition } from '../domain/condition.ts';
import { parseDuration } from '../domain/time.ts';

const name = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'is no name: letters, digits and _');
const sentence = z.string().trim().min(1, 'is empty');

const duration = z
  .string('is no duration: write 90s, 5m, 4h or 1d')
  .refine((text) => parseDuration(text) !== undefined, 'is no duration: write 90s, 5m, 4h or 1d')
  .transform((text) => parseDuration(text) ?? 0);
const period = duration.refine((ms) => ms > 0, 'must be longer than nothing');

const condition = z
  .string('must be quoted text such as "> 1000"')
  .refine(
    (text) => parseCondition(text) !== undefined,
    'is no condition: one of > >= < <= == != and a number, quoted',
  )
  .transform((text) => parseCondition(text) ?? { comparison: '!=' as const, threshold: 0 });

const need = z.union([
  sentence.transform((right) => ({ right })),
  z.strictObject({
    right: sentence,
    object: sentence.exactOptional(),
    since: z.int().exactOptional(),
    until: z.int().exactOptional(),
  }),
]);

const parameter = z.union([
  z.number(),
  z.string(),
  z.strictObject({
    from: z.strictObject({ check: z.string(), value: z.string() }),
    type: z.enum(['int', 'float']).default('int'),
  }),
]);

const onEmpty = z.enum(['ok', 'unknown']);

const rule = z.strictObject({
  alert: z.string().regex(/^[a-z][a-z0-9-]*$/, 'is no alert name: small letters, digits and -'),
  value: z.string(),
  when: condition,
  recovers: condition.exactOptional(),
  for: duration.default(0),
  keepFiringFor: duration.default(0),
  severity: z.enum(['warning', 'critical']),
  onError: z.enum(['error', 'firing', 'ok', 'keep']).default('error'),
  onEmpty: onEmpty.optional(),
  summary: sentence.exactOptional(),
  remedy: sentence.exactOptional(),
});

const variant = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]*$/, 'is no variant name: small letters, digits, . and -'),
  requires: z
    .strictObject({
      object: z.string().exactOptional(),
      column: z
        .string()
        .regex(/^[^.]+\.[^.]+\.[^.]+$/, 'must be schema.table.column')
        .exactOptional(),
      minVersion: z.number().exactOptional(),
    })
    .default({}),
});

/** What can be computed from the answer of a statement. */
const computedBy = ['restorability'] as const;

/** What can be made of the answers of all replicas together. */
const pooledBy = ['freshness'] as const;

/** The head of a check file as people write it; unknown keys are faults. */
export const headSchema = z.strictObject({
  title: sentence,
  subsystem: z.enum(subsystems),
  target: z.enum(['sql-server', 'neo4j', 'api']),
  interval: period,
  timeout: period.default(10_000),
  runsOn: z.enum(['primary', 'any', 'every']).default('any'),
  needs: z.array(need).default([]),
  witness: sentence.exactOptional(),
  minVersion: z.number().exactOptional(),
  looksBack: period.exactOptional(),
  parameters: z.record(name, parameter).default({}),
  labels: z.array(name).default([]),
  values: z.record(name, z.enum(valueUnits)),
  rules: z.array(rule).default([]),
  onEmpty: onEmpty.default('unknown'),
  onMissing: z.enum(['unknown', 'off']).default('unknown'),
  remedy: sentence,
  headline: sentence.exactOptional(),
  operation: sentence.exactOptional(),
  computed: z.enum(computedBy, 'is no function that can compute rows').exactOptional(),
  pooled: z.enum(pooledBy, 'is no function that can join the answers of replicas').exactOptional(),
  variants: z.array(variant).min(1, 'is empty').exactOptional(),
  request: z
    .strictObject({
      method: z.enum(['GET', 'HEAD']).default('GET'),
      path: z.string().regex(/^\/\S*$/, 'must begin with /'),
    })
    .exactOptional(),
});

/** A head that has the right keys and types; what it says may still contradict itself. */
export type Head = z.output<typeof headSchema>;
