SELECT s.session_id, s.login_name, s.host_name, s.program_name, c.client_net_address, c.encrypt_option
FROM sys.dm_exec_sessions AS s
JOIN sys.dm_exec_connections AS c ON c.session_id = s.session_id AND c.parent_connection_id IS NULL
WHERE s.is_user_process = 1 AND s.session_id <> @@SPID
  AND ((c.net_transport = N'TCP' AND c.encrypt_option = N'FALSE') OR s.login_name = N'sa')
ORDER BY s.session_id;
