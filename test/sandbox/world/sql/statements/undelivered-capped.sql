SELECT t.from_service_name, t.to_service_name, COUNT(*) AS undelivered,
       DATEDIFF(SECOND, MIN(t.enqueue_time), GETUTCDATE()) AS oldest_seconds,
       COUNT(CASE WHEN t.transmission_status <> N'' THEN 1 END) AS with_error,
       MAX(t.transmission_status) AS a_status
FROM (SELECT TOP (@cap) from_service_name, to_service_name, enqueue_time, transmission_status FROM sys.transmission_queue) AS t
GROUP BY t.from_service_name, t.to_service_name
ORDER BY undelivered DESC;
