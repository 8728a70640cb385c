/*
Purpose: distributed transactions in a database that no session holds any more: they wait for their coordinator, and nothing that ends sessions ends them.
Right: VIEW SERVER STATE (from 2022: VIEW SERVER PERFORMANCE STATE).
*/
SELECT CONVERT(varchar(36), a.transaction_uow)                       AS unit_of_work,
       CONVERT(int, a.dtc_state)                                     AS dtc_state,
       DATEDIFF(SECOND, a.transaction_begin_time, GETDATE())         AS seconds_ago,
       CONVERT(varchar(20), d.database_transaction_log_bytes_used
                            + d.database_transaction_log_bytes_reserved) AS log_bytes
FROM sys.dm_tran_active_transactions AS a
JOIN sys.dm_tran_database_transactions AS d ON d.transaction_id = a.transaction_id
WHERE d.database_id = DB_ID(@database)
  AND (a.transaction_type = 4 OR a.dtc_state IN (2, 5))
  AND NOT EXISTS (SELECT 1 FROM sys.dm_tran_session_transactions AS s WHERE s.transaction_id = a.transaction_id)
ORDER BY a.transaction_begin_time
