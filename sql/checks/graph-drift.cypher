/*
title: The graph has the atoms that SQL Server has
subsystem: Neo4j sync
target: neo4j
interval: 1m
timeout: 15s
parameters:
  sqlAtoms: {from: {check: neo4j-sync, value: atoms}}
labels: []
values:
  sql_atoms: count
  graph_atoms: count
  missing: count
  drift: count
  drift_percent: percent
rules:
  - alert: graph-drift
    value: drift
    when: "> 100"
    recovers: "< 50"
    for: 5m
    severity: warning
    summary: "The graph and SQL Server differ by {drift} atoms ({drift_percent})"
  - alert: graph-drift
    value: drift_percent
    when: "> 5"
    recovers: "< 2"
    for: 5m
    severity: critical
    summary: "The graph and SQL Server differ by {drift} atoms ({drift_percent})"
onEmpty: unknown
onMissing: unknown
headline: "{max(drift)} of {max(sql_atoms)} atoms apart"
operation: resync
remedy: >-
  The graph lacks atoms (or, where `missing` is negative, has some that SQL Server no longer has). A queue that is being
  worked off explains a small and falling difference: look at the checks queues and neo4j-sync first. What stays was lost on the
  way: a resync sends provenance again and compares the keys. Counts can agree while keys differ; only the resync tells.
*/
MATCH (a:Atom)
WITH count(a) AS graph_atoms
WITH graph_atoms, $sqlAtoms AS sql_atoms, $sqlAtoms - graph_atoms AS missing
RETURN sql_atoms,
       graph_atoms,
       missing,
       abs(missing) AS drift,
       CASE WHEN sql_atoms = 0 THEN 0.0 ELSE 100.0 * abs(missing) / sql_atoms END AS drift_percent,
       toString(datetime()) AS server_utc
