SELECT ag.name AS ag_name, ar.replica_server_name, ar.availability_mode_desc, ar.failover_mode_desc,
       rs.role_desc, rs.connected_state_desc, rs.synchronization_health_desc, rs.operational_state_desc, rs.is_local,
       rs.last_connect_error_number, rs.last_connect_error_description
FROM sys.availability_groups AS ag
JOIN sys.availability_replicas AS ar ON ar.group_id = ag.group_id
LEFT JOIN sys.dm_hadr_availability_replica_states AS rs ON rs.replica_id = ar.replica_id AND rs.group_id = ar.group_id
ORDER BY ag.name, ar.replica_server_name;
