/*
Purpose: trusts an assembly that a restore brought back, where it is not signed. Sent by nobody but the DBA, who knows what it is.
Right: CONTROL SERVER.
*/
EXEC sys.sp_add_trusted_assembly @hash = $(HartHash), @description = $(HartAssembly)
