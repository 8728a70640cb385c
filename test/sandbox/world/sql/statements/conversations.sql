SELECT e.state_desc, COUNT_BIG(*) AS endpoints FROM sys.conversation_endpoints AS e GROUP BY e.state_desc ORDER BY endpoints DESC;
