/*
Purpose: the certificates in master with which encrypted backups and databases can be opened.
Right: VIEW ANY DEFINITION.
*/
SELECT c.name AS name, CONVERT(varchar(100), c.thumbprint, 1) AS thumbprint
FROM master.sys.certificates AS c
