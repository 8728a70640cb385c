/*
Purpose: gives a restored database back to the login that owned it. Sent by nobody but the DBA.
Right: TAKE OWNERSHIP, and IMPERSONATE on the new owner.
*/
ALTER AUTHORIZATION ON DATABASE::[$(HartDatabase)] TO [$(HartOwner)]
