/*
Purpose: one hand on the server: the lock of a run, held as long as its connection lives, and whether it was given.
Right: none beyond a user in master.
*/
EXEC sys.sp_getapplock @Resource = @resource, @LockMode = @mode, @LockOwner = N'Session', @LockTimeout = 0, @DbPrincipal = N'public';
SELECT APPLOCK_MODE(N'public', @resource, N'Session') AS mode
