SELECT from_service_name,to_service_name,COUNT_BIG(*) AS undelivered,MIN(enqueue_time) AS oldest_utc,
       MAX(transmission_status) AS a_status FROM sys.transmission_queue GROUP BY from_service_name,to_service_name;
