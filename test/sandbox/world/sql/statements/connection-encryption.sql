SELECT c.net_transport, c.encrypt_option, c.auth_scheme, COUNT(*) AS connections
FROM sys.dm_exec_connections AS c
WHERE c.parent_connection_id IS NULL
GROUP BY c.net_transport, c.encrypt_option, c.auth_scheme
ORDER BY c.net_transport, c.encrypt_option;
