SELECT d.name, d.compatibility_level, d.recovery_model_desc, d.page_verify_option_desc,
       d.is_broker_enabled, d.is_query_store_on, d.is_trustworthy_on, d.is_encrypted
FROM sys.databases AS d
WHERE d.name = @database;
