/*
Purpose: what the operator's login was given, before it is opened: a step that it may not do is shown as the DBA's. NULL: not known.
Right: VIEW ANY DEFINITION.
*/
SELECT IS_ROLEMEMBER(N'db_backupoperator', @login) AS may_back_up,
       IS_SRVROLEMEMBER(N'dbcreator', @login)      AS may_restore,
       IS_SRVROLEMEMBER(N'sysadmin', @login)       AS may_all
