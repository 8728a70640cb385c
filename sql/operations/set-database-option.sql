/*
Purpose: sets one option of a database as it was before a restore; which ones is a closed list.
Right: dbcreator.
*/
ALTER DATABASE [$(HartDatabase)] SET $(HartOption)
