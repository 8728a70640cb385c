/*
Purpose: gives a database another name, at the end of a restore beside it. Whoever is in it is thrown out in the same batch: a name is changed only where nobody is.
Right: dbcreator.
*/
ALTER DATABASE [$(HartDatabase)] SET $(HartOption) WITH ROLLBACK IMMEDIATE;
ALTER DATABASE [$(HartDatabase)] MODIFY NAME = [$(HartName)]
