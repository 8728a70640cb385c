/*
Purpose: how far a backup, read-back or restore has come, while it runs.
Right: VIEW SERVER STATE (from 2022: VIEW SERVER PERFORMANCE STATE).
*/
SELECT CONVERT(float, r.percent_complete) AS percent_complete, CONVERT(varchar(20), r.estimated_completion_time) AS left_ms
FROM sys.dm_exec_requests AS r
WHERE r.session_id = @session AND r.percent_complete > 0
