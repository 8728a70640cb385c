/*
Purpose: how a run's own connection behaves: it wins a deadlock against others, and gives up behind a lock after a minute.
Right: none.
*/
SET LOCK_TIMEOUT 60000; SET DEADLOCK_PRIORITY HIGH;
