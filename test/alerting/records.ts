import { bindRules } from '../../src/alerting/bind.ts';
import type {
  AlertRule,
  GroupRecord,
  InstanceDelta,
  InstanceRecord,
  NotifyInput,
  NotifyResult,
  ObserveSettings,
} from '../../src/alerting/model.ts';
import { notify } from '../../src/alerting/notify.ts';
import { observe } from '../../src/alerting/observe.ts';
import { botAlerting, defaultObserving } from '../../src/alerting/settings.ts';
import type { Rule, Target } from '../../src/domain/check.ts';
import type { Row, Sample, UnknownReason } from '../../src/domain/sample.ts';
import type { Instant } from '../../src/domain/time.ts';
import { aCheck, aRule } from '../fakes/a-check.ts';

export const depthRule: Rule = aRule();

export function rulesOf(...rules: readonly Rule[]): AlertRule[] {
  return bindRules(aCheck({ rules: rules.length === 0 ? [depthRule] : rules }), 'production');
}

export function sampleOf(
  at: Instant,
  outcome: Sample['outcome'],
  changes: Partial<Sample> = {},
): Sample {
  return {
    environment: 'production',
    check: 'queues',
    at,
    ms: 5,
    variant: null,
    replica: 'sql-1',
    serverTime: at,
    startedAt: 0,
    outcome,
    ...changes,
  };
}

export function depths(
  byQueue: Readonly<Record<string, Row['values'][string]>>,
): Sample['outcome'] {
  const rows = Object.entries(byQueue).map(([queue, depth]) => ({
    labels: { queue },
    values: { depth },
  }));
  return { kind: 'rows', rows };
}

export function unknown(reason: UnknownReason): Sample['outcome'] {
  return { kind: 'unknown', reason, detail: `for ${reason}` };
}

/** A bot's memory between steps, held as the text that a store would hold. */
export interface Memory {
  readonly instances: ReadonlyMap<string, InstanceRecord>;
  readonly groups: ReadonlyMap<string, GroupRecord>;
}

export const blank: Memory = { instances: new Map(), groups: new Map() };

function applied(memory: Memory, delta: InstanceDelta): Memory {
  const instances = new Map(memory.instances);
  for (const record of delta.changed) instances.set(record.fingerprint, record);
  for (const fingerprint of delta.removed) instances.delete(fingerprint);
  return { ...memory, instances };
}

function logged(memory: Memory, result: NotifyResult): Memory {
  const groups = new Map(memory.groups);
  for (const group of result.changed) groups.set(group.key, group);
  for (const key of result.removed) groups.delete(key);
  return { ...memory, groups };
}

/** What a restart leaves: the same, read from text. */
export function restarted(memory: Memory): Memory {
  const text = JSON.stringify([[...memory.instances], [...memory.groups]]);
  const [instances, groups]: [[string, InstanceRecord][], [string, GroupRecord][]] =
    JSON.parse(text);
  return { instances: new Map(instances), groups: new Map(groups) };
}

export function saw(
  memory: Memory,
  sample: Sample,
  rules: readonly AlertRule[] = rulesOf(),
  settings: Partial<ObserveSettings> = {},
  target: Target = 'sql-server',
): { memory: Memory; delta: InstanceDelta } {
  const delta = observe({
    rules,
    sample,
    target,
    known: memory.instances.values(),
    settings: { ...defaultObserving, ...settings },
  });
  return { memory: applied(memory, delta), delta };
}

export function told(
  memory: Memory,
  now: Instant,
  changes: Partial<NotifyInput> = {},
): { memory: Memory; result: NotifyResult } {
  const result = notify({
    now,
    config: botAlerting({}),
    instances: memory.instances.values(),
    groups: [...memory.groups.values()],
    silences: [],
    zoneOffset: () => 0,
    ...changes,
  });
  return { memory: logged(memory, result), result };
}
