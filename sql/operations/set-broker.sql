/*
Purpose: lets Service Broker deliver and start procedures again, or stops it. Ends other sessions of the database, without which it would wait for ever.
Right: dbcreator.
*/
ALTER DATABASE [$(HartDatabase)] SET $(HartOption) WITH ROLLBACK IMMEDIATE
