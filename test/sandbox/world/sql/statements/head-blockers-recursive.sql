WITH waiting AS (
  SELECT r.session_id, r.blocking_session_id, r.wait_time
  FROM sys.dm_exec_requests AS r
  WHERE r.blocking_session_id <> 0 AND r.blocking_session_id <> r.session_id
),
chain AS (
  SELECT w.blocking_session_id AS head, w.session_id, w.wait_time, 1 AS depth
  FROM waiting AS w
  WHERE NOT EXISTS (SELECT 1 FROM waiting AS u WHERE u.session_id = w.blocking_session_id)
  UNION ALL
  SELECT c.head, w.session_id, w.wait_time, c.depth + 1
  FROM chain AS c
  JOIN waiting AS w ON w.blocking_session_id = c.session_id
  WHERE c.depth < 20
)
SELECT c.head AS head_session_id, COUNT(DISTINCT c.session_id) AS blocked, MAX(c.wait_time) AS longest_wait_ms, MAX(c.depth) AS depth
FROM chain AS c
GROUP BY c.head
ORDER BY longest_wait_ms DESC;
