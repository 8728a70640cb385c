WITH v AS (
  SELECT CONVERT(float, r.TotalDurationMs) AS ms,
         ROW_NUMBER() OVER (ORDER BY r.TotalDurationMs) AS rn,
         COUNT(*) OVER () AS n
  FROM dbo.InferenceRequest AS r
  WHERE r.RequestTimestamp >= DATEADD(MINUTE, -@windowMinutes, SYSUTCDATETIME())
    AND r.TotalDurationMs IS NOT NULL
),
q AS (
  SELECT p.pct, v.ms, v.n, v.rn - 1 - FLOOR(p.pct * (v.n - 1)) AS k, p.pct * (v.n - 1) - FLOOR(p.pct * (v.n - 1)) AS frac
  FROM (VALUES (0.50), (0.95), (0.99)) AS p(pct)
  CROSS JOIN v
)
SELECT COALESCE(MAX(q.n), 0) AS samples,
       SUM(CASE WHEN q.pct = 0.50 AND q.k = 0 THEN q.ms * (1 - q.frac) WHEN q.pct = 0.50 AND q.k = 1 THEN q.ms * q.frac END) AS p50,
       SUM(CASE WHEN q.pct = 0.95 AND q.k = 0 THEN q.ms * (1 - q.frac) WHEN q.pct = 0.95 AND q.k = 1 THEN q.ms * q.frac END) AS p95,
       SUM(CASE WHEN q.pct = 0.99 AND q.k = 0 THEN q.ms * (1 - q.frac) WHEN q.pct = 0.99 AND q.k = 1 THEN q.ms * q.frac END) AS p99
FROM q;
