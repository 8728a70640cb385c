/*
Purpose: enabled Agent jobs that seem to back up or clean up: they would disturb a restore of their database.
Right: SELECT in msdb on sysjobs and sysjobsteps.
*/
SELECT j.name AS name, s.database_name AS database_name
FROM msdb.dbo.sysjobs AS j
JOIN msdb.dbo.sysjobsteps AS s ON s.job_id = j.job_id
WHERE j.enabled = 1 AND (s.command LIKE N'%BACKUP%' OR s.command LIKE N'%DatabaseBackup%' OR s.command LIKE N'%CommandLog%' OR s.command LIKE N'%xp_delete_file%')
