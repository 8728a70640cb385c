SELECT c.name,
       CONVERT(int, c.value)        AS value,
       CONVERT(int, c.value_in_use) AS value_in_use,
       c.is_advanced
FROM sys.configurations AS c
WHERE c.name IN (N'clr enabled', N'clr strict security', N'max server memory (MB)')
ORDER BY c.name;
