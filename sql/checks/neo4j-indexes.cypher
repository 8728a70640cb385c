/*
title: The graph's indexes are in use
subsystem: Neo4j
target: neo4j
interval: 5m
timeout: 10s
labels: [index]
values:
  failed: flag
  populating: flag
  populated: percent
  state: text
rules:
  - alert: neo4j-index-failed
    value: failed
    when: "== 1"
    severity: warning
    summary: "The graph's index {index} has failed"
    remedy: >-
      A failed index is not used: reads scan, and the sync worker's MERGE becomes slow. SHOW INDEXES YIELD * names the
      reason; drop the index and create it again.
  - alert: neo4j-index-populating
    value: populating
    when: "== 1"
    for: 1h
    severity: warning
    summary: "The graph's index {index} is still being built: {populated}"
    remedy: >-
      An index is not used before it is built, and an hour is long for it. Look whether Neo4j is short of memory or disk, or
      busy with a large transaction; it goes on by itself.
onEmpty: unknown
onMissing: unknown
headline: "{count()} indexes, {sum(failed)} failed"
remedy: >-
  A failed index is not used: reads scan, and the sync worker's MERGE on Atom becomes slow. SHOW INDEXES YIELD * names the reason;
  drop and create the index again. No index at all means that the schema of the graph was never set up: the unique
  constraint on Atom (id, tenantId) is what keeps a repeated message from making a second node.
*/
SHOW INDEXES YIELD name, state, type, populationPercent
WHERE type <> 'LOOKUP'
RETURN name AS `index`,
       CASE WHEN state = 'FAILED' THEN 1 ELSE 0 END AS failed,
       CASE WHEN state = 'POPULATING' THEN 1 ELSE 0 END AS populating,
       populationPercent AS populated,
       state AS state
ORDER BY `index`
