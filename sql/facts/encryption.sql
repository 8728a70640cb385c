/*
Purpose: whether the server opens a database's master key by itself, and the certificate with which the database is encrypted now: its backups can be restored only where master has it.
Right: VIEW SERVER STATE (from 2022: VIEW SERVER SECURITY STATE).
*/
SELECT CONVERT(int, d.is_master_key_encrypted_by_server)     AS opens_master_key,
       CONVERT(varchar(100), k.encryptor_thumbprint, 1)      AS thumbprint
FROM sys.databases AS d
LEFT JOIN sys.dm_database_encryption_keys AS k ON k.database_id = d.database_id AND k.encryptor_type = N'CERTIFICATE'
WHERE d.name = @database
