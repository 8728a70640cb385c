/*
title: Neo4j answers, and its databases are online and take writes
subsystem: Neo4j
target: neo4j
interval: 30s
timeout: 10s
labels: [database, member]
values:
  online: flag
  writable: flag
  status: text
  message: text
  release: text
rules:
  - alert: neo4j-down
    value: online
    when: "== 0"
    for: 1m
    severity: critical
    summary: "Neo4j does not serve the graph"
    remedy: >-
      Provenance cannot be written or read; nothing is lost meanwhile, since messages wait in Neo4jSyncQueue. The server's
      own log (debug.log, neo4j.log) has the reason: often memory, a full disk, or a database that did not recover.
  - alert: neo4j-read-only
    value: writable
    when: "== 0"
    for: 5m
    severity: warning
    summary: "Neo4j's database {database} takes no writes"
    remedy: >-
      The graph can be read and takes no writes, so provenance waits in Neo4jSyncQueue. Somebody ran ALTER DATABASE ... SET
      ACCESS READ ONLY, say for a backup, and did not take it back; a cluster without a majority looks the same.
onEmpty: unknown
onMissing: unknown
headline: "{first(release)}, {sum(online)} of {count()} databases online"
remedy: >-
  Provenance cannot be written or read while Neo4j is away; nothing is lost meanwhile, since messages wait in
  Neo4jSyncQueue and its check will show them rising. See the server's own log (debug.log, neo4j.log) for the reason: often
  memory, a full disk, or a database that did not recover. A wrong password shows as a refused login.
  Read-only: somebody ran ALTER DATABASE … SET ACCESS READ ONLY, say for a backup, and did not take it back. A cluster has one row
  for each database and member.
*/
SHOW DATABASES YIELD name, access, address, currentStatus, statusMessage
WHERE name <> 'system'
RETURN name AS database,
       address AS member,
       CASE WHEN currentStatus = 'online' THEN 1 ELSE 0 END AS online,
       CASE WHEN access = 'read-write' THEN 1 ELSE 0 END AS writable,
       currentStatus AS status,
       statusMessage AS message
ORDER BY database, member
