/*
title: Messages leave for their services
subsystem: Queues
target: sql-server
interval: 1m
timeout: 10s
runsOn: primary
needs: [VIEW DEFINITION]
witness: the application's services in sys.services
parameters:
  cap: 10000
labels: [from_service, to_service]
values:
  undelivered: count
  oldest_seconds: seconds
  with_error: count
rules:
  - alert: messages-undelivered
    value: oldest_seconds
    when: "> 300"
    for: 2m
    keepFiringFor: 5m
    severity: warning
    summary: "Undelivered from {from_service} to {to_service}: {undelivered}, the oldest for {oldest_seconds}"
    remedy: >-
      Messages were sent and have not reached their queue; nothing is lost while they wait. The target queue is disabled,
      the broker was switched off or got a new identity after a restore, or the service is gone. A DBA reads why: SELECT
      transmission_status FROM sys.transmission_queue.
  - alert: messages-undelivered
    value: oldest_seconds
    when: "> 1800"
    for: 2m
    keepFiringFor: 5m
    severity: critical
    summary: "Undelivered from {from_service} to {to_service}: {undelivered}, the oldest for {oldest_seconds}"
  - alert: messages-refused
    value: with_error
    when: "> 0"
    for: 2m
    keepFiringFor: 5m
    severity: warning
    summary: "Refused from {from_service} to {to_service}: {with_error}"
    remedy: >-
      The target refused these messages and will go on doing so: usually a right, a missing service or contract, or a broker
      with a new identity after a restore. A DBA reads why: SELECT transmission_status FROM sys.transmission_queue.
onEmpty: ok
onMissing: unknown
headline: "{sum(undelivered)} undelivered"
remedy: >-
  Messages were sent and have not reached the queue of their service. Usual causes: the target queue is disabled, the broker was
  switched off or got a new identity after a restore, the service was dropped, or the sender's rights are gone. A DBA reads the
  reason with SELECT transmission_status FROM sys.transmission_queue; it is left out here because it may quote data. Nothing is
  lost while they wait. The count stops at the cap, so 10,000 means at least that many, and the oldest is then the oldest of
  those.
*/
SELECT proof.server_name, proof.server_utc, proof.may_see, proof.witness,
       found.from_service, found.to_service, found.undelivered, found.oldest_seconds, found.with_error
FROM (SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS server_name,
             CONVERT(varchar(23), SYSUTCDATETIME(), 126) AS server_utc,
             COALESCE(HAS_PERMS_BY_NAME(DB_NAME(), N'DATABASE', N'VIEW DEFINITION'), 0) AS may_see,
             (SELECT COUNT(*) FROM sys.services AS s
              JOIN sys.service_queues AS q ON q.object_id = s.service_queue_id WHERE q.is_ms_shipped = 0) AS witness) AS proof
LEFT JOIN (SELECT COALESCE(t.from_service_name, N'(none)') AS from_service,
                  COALESCE(t.to_service_name, N'(none)') AS to_service,
                  COUNT(*) AS undelivered,
                  DATEDIFF(SECOND, MIN(t.enqueue_time), GETUTCDATE()) AS oldest_seconds,
                  COUNT(CASE WHEN t.transmission_status <> N'' THEN 1 END) AS with_error
           FROM (SELECT TOP (@cap) o.from_service_name, o.to_service_name, o.enqueue_time, o.transmission_status
                 FROM sys.transmission_queue AS o) AS t
           GROUP BY t.from_service_name, t.to_service_name) AS found ON 1 = 1
ORDER BY found.oldest_seconds DESC;
