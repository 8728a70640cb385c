import { describe, expect, it } from 'vitest';
import { helpOf } from '../../src/domain/incident-help.ts';
import { anIncident, anInstance } from '../fakes/views.ts';

describe('what usually helps against an incident', () => {
  it.each([
    ['queue', 'queue-disabled', 'queue.enable', { queue: 'Neo4jSyncQueue' }],
    ['queue', 'activation-stuck', 'queue.activate', { queue: 'Neo4jSyncQueue' }],
    ['queue', 'conversations-leaking', 'queue.end-conversations', { queue: 'Neo4jSyncQueue' }],
    ['queue.enable', 'of-my-own', 'queue.enable', { queue: 'Neo4jSyncQueue' }],
    ['backup', 'log-backup-overdue', 'backup.log', {}],
    ['backup', 'full-backup-overdue', 'backup.full', {}],
    ['backup', 'diff-backup-overdue', 'backup.diff', {}],
    ['resync', 'sync-failures', 'resync', {}],
    ['resync', 'dead-letters', 'dead-letters.requeue', {}],
  ])('%s, %s: %s', (operation, alert, proposed, options) => {
    expect(helpOf(anIncident({ operation, alert }))).toMatchObject({
      operation: proposed,
      options,
    });
  });

  it.each([
    ['queue', 'queue-backlog'],
    ['backup', 'backup-unheard-of'],
    ['restore.in-place', 'any'],
    ['constructor', 'constructor'],
    ['nonsense', 'any'],
  ])('%s, %s: nothing', (operation, alert) => {
    expect(helpOf(anIncident({ operation, alert }))).toBeNull();
  });

  it('a check that names nothing offers nothing', () => {
    expect(helpOf(anIncident())).toBeNull();
  });

  it('of several queues nobody can say which; of one that is left of several it is that', () => {
    const other = anInstance({ fingerprint: 'f2', labels: { queue: 'ActQueue' } });
    const two = { operation: 'queue', alert: 'queue-disabled' };
    expect(helpOf(anIncident({ ...two, instances: [anInstance(), other] }))).toBeNull();
    const left = [{ ...anInstance(), resolvedAt: 1 }, other];
    expect(helpOf(anIncident({ ...two, instances: left }))?.options).toEqual({ queue: 'ActQueue' });
  });
});
