/*
Purpose: turns on again what a restore turns off and only a sysadmin may set: TRUSTWORTHY, DB_CHAINING. Sent by nobody but the DBA.
Right: CONTROL SERVER.
*/
ALTER DATABASE [$(HartDatabase)] SET $(HartOption)
