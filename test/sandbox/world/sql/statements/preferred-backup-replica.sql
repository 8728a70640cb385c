SELECT sys.fn_hadr_backup_is_preferred_replica(@database) AS is_preferred;
