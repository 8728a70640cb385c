import type { ColumnMemory, InstanceRecord } from '../alerting/model.ts';

/**
 * Instances as a look of a person finds them: its sample may break a series ("rising for three samples") and does not
 * lengthen it. Otherwise looking often would make a healthy queue seem stuck.
 */
export function uncounted(instances: Iterable<InstanceRecord>): readonly InstanceRecord[] {
  return [...instances].map((instance) => ({
    ...instance,
    memory: Object.fromEntries(
      Object.entries(instance.memory).map(([column, memory]) => [column, oneBack(memory)]),
    ),
  }));
}

function oneBack({ last, rising, unchanged }: ColumnMemory): ColumnMemory {
  return { last, rising: rising - 1, unchanged: unchanged - 1 };
}
