SELECT d.name AS database_name, d.is_encrypted, k.encryption_state, k.percent_complete, k.key_algorithm, k.key_length, k.encryptor_type, k.encryptor_thumbprint
FROM sys.databases AS d
LEFT JOIN sys.dm_database_encryption_keys AS k ON k.database_id = d.database_id
WHERE d.name IN (@db1, @db2, @db3)
ORDER BY d.name;
