/*
Purpose: which server this is and how its databases stand now: asserted before every step, and asked after a crash.
Right: ALTER ANY DATABASE (dbcreator), to see databases that cannot be entered.
*/
SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName'))  AS server_name,
       d.name                                             AS name,
       CONVERT(int, d.database_id)                        AS database_id,
       d.state_desc                                       AS state,
       d.user_access_desc                                 AS user_access,
       CONVERT(varchar(23), d.create_date, 126)           AS created_local,
       CONVERT(varchar(36), d.service_broker_guid)        AS broker_guid,
       CONVERT(int, d.is_broker_enabled)                  AS broker,
       CONVERT(int, d.is_trustworthy_on)                  AS trustworthy,
       SUSER_SNAME(d.owner_sid)                           AS owner,
       CONVERT(varchar(36), d.replica_id)                 AS replica_id,
       CONVERT(varchar(23), GETDATE(), 126)               AS local_now,
       CONVERT(varchar(26), f.redo_start_lsn)             AS redo_start_lsn,
       CONVERT(varchar(36), f.redo_start_fork_guid)       AS redo_start_fork,
       f.physical_name                                    AS file_path
FROM sys.databases AS d
LEFT JOIN sys.master_files AS f ON f.database_id = d.database_id AND f.file_id = 1
WHERE d.name = @database
