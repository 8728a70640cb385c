import { expect, test } from 'vitest';
import { faultCatalogue } from '../../../sandbox/world/fault-catalogue.ts';
import {
  describeFault,
  FaultArgumentError,
  faultArguments,
  UnknownFaultError,
} from '../../../sandbox/world/faults.ts';

const promised =
  'ooda-stalled ooda-failures slow-queries spatial-index-disabled queue-flooded queue-disabled activation-stuck poison-loop undelivered-messages inference-slow query-store-readonly config-drift log-backups-missed log-chain-broken backup-file-corrupt backup-set-damaged sql-server-down sql-server-slow permission-denied object-missing neo4j-down graph-drift sync-failures dead-letters api-down api-certificate-expiring worker-stalled disk-full log-not-truncating suspect-page slack-down slack-rate-limited slack-redelivers socket-drops socket-silent channel-archived edits-refused neo4j-stopped neo4j-unclean neo4j-enterprise neo4j-dump-truncated neo4j-disk-full neo4j-inconsistent graph-surplus conversations-leaked statement-slow connection-drops connection-hangs application-stopped rollback-running transaction-in-doubt backup-jobs-disabled second-backup-writer database-encrypted server-outgrown availability-group express-edition';

test('there is every fault that was promised, each with a line about it', () => {
  expect(faultCatalogue.map(({ name }) => name)).toEqual(promised.split(' '));
  const vague = faultCatalogue.filter(({ description }) => !/^[A-Z].{15,110}\.$/.test(description));
  expect(vague).toEqual([]);
});

test('a name that there is not is an error that lists the names', () => {
  expect(() => describeFault('queue-floded')).toThrow(UnknownFaultError);
  expect(() => describeFault('queue-floded')).toThrow(/queue-flooded/);
});

test('what is not given gets its default', () => {
  expect(faultArguments(describeFault('queue-flooded'), { depth: 3 })).toEqual({
    queue: 'Neo4jSyncQueue',
    depth: 3,
    perMinute: 95,
  });
  expect(faultArguments(describeFault('suspect-page'), {})).toEqual({});
});

test.each([
  ['queue-flooded', { size: 3 }, /does not take "size"; it takes: queue, depth, perMinute/],
  ['suspect-page', { page: 3 }, /it takes: nothing/],
  ['queue-flooded', { depth: 'many' }, /"depth" must be a number/],
  ['queue-flooded', { depth: -1 }, /must not be negative/],
  ['queue-flooded', { queue: 'NoQueue' }, /must be one of AnalyzeQueue/],
  ['worker-stalled', { worker: 7 }, /"worker" must be a string/],
  ['permission-denied', { permission: null, object: {} }, /"object" must be a string/],
])('%s refuses %j', (name, given, message) => {
  expect(() => faultArguments(describeFault(name), given)).toThrow(FaultArgumentError);
  expect(() => faultArguments(describeFault(name), given)).toThrow(message);
});
