/*
title: Neo4j answers and its databases are online
subsystem: Neo4j
target: neo4j
interval: 30s
timeout: 10s
labels: [database]
values:
  online: flag
  status: text
  message: text
rules:
  - alert: neo4j-down
    value: online
    when: "== 0"
    for: 1m
    severity: critical
    onError: firing
    summary: "Neo4j does not serve the graph"
onEmpty: unknown
onMissing: unknown
headline: "{min(online)} online, {count()} databases"
remedy: >-
  Provenance cannot be written or read while Neo4j is away; nothing is lost meanwhile, since messages wait in
  Neo4jSyncQueue and its check will show them rising. See the server's own log (debug.log, neo4j.log) for the reason: often
  memory, a full disk, or a database that did not recover. A wrong password shows as a refused login.
*/
SHOW DATABASES YIELD name, currentStatus, statusMessage
WHERE name <> 'system'
RETURN name AS database,
       CASE WHEN currentStatus = 'online' THEN 1 ELSE 0 END AS online,
       currentStatus AS status,
       statusMessage AS message
ORDER BY database
