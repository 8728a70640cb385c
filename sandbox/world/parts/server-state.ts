import type { Application } from '../application.ts';
import { DAY, type Instant, local, MINUTE } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Row } from '../table.ts';
import {
  configurations,
  osSysInfo,
  osSysMemory,
  serverPrincipals,
  serverServices,
} from '../tables/server.ts';
import type { Part, WorldShape } from './part.ts';

/** What was agreed for `max server memory (MB)`: four fifths of a hundred gigabytes. */
const AGREED_MEMORY = 81920;
const UNLIMITED_MEMORY = 2147483647;

/** The server itself: its databases, settings, services and start. */
export function createServerState(
  start: Instant,
  random: Random,
  { version, application }: WorldShape & { readonly application: Application },
): Part {
  const startedAt = start - 41 * DAY - 3 * 60 * MINUTE;
  const created = local(start - 400 * DAY);
  const owner = new Uint8Array([1]);
  const principals = [
    { name: 'sa', id: 1, sid: owner },
    { name: 'HartonomousApp', id: 267, sid: random.bytes(16, 'sid', 'app') },
    { name: 'hart_reader', id: 268, sid: random.bytes(16, 'sid', 'reader') },
    { name: 'hart_operator', id: 269, sid: random.bytes(16, 'sid', 'operator') },
  ].map(({ name, id, sid }) => ({
    name,
    principal_id: id,
    sid,
    type: 'S',
    type_desc: 'SQL_LOGIN',
    create_date: created,
    modify_date: created,
  }));
  const services = ['SQL Server (MSSQLSERVER)', 'SQL Server Agent (MSSQLSERVER)'].map(
    (name, index) => ({
      servicename: name,
      process_id: 3120 + index,
      last_startup_time: startedAt,
      service_account: index === 0 ? 'NT Service\\MSSQLSERVER' : 'NT Service\\SQLSERVERAGENT',
      filename: `C:\\Program Files\\Microsoft SQL Server\\MSSQL${version}.MSSQLSERVER\\MSSQL\\Binn\\${index === 0 ? 'sqlservr.exe' : 'SQLAGENT.EXE'}`,
    }),
  );

  return {
    tables({ now, faults }) {
      const drifted = faults.has('config-drift');
      return [
        { table: configurations, rows: settings(drifted) },
        {
          table: serverPrincipals,
          rows: principals.map((one) => ({
            ...one,
            is_disabled: !application.isLoginEnabled(one.name),
          })),
        },
        // Express has no Agent
        {
          table: serverServices,
          rows: faults.has('express-edition') ? services.slice(0, 1) : services,
        },
        { table: osSysMemory, rows: [{}] },
        {
          table: osSysInfo,
          // the ticks move every minute only, so that the table is not written each second
          rows: [
            {
              sqlserver_start_time: local(startedAt),
              sqlserver_start_time_ms_ticks: 90_000,
              ms_ticks: 90_000 + Math.floor((now - startedAt) / MINUTE) * MINUTE,
              cpu_ticks: Math.floor((now - startedAt) / MINUTE) * 150_000_000_000,
            },
          ],
        },
      ];
    },
  };
}

function setting(id: number, name: string, value: number, advanced = true, inUse = value): Row {
  return {
    configuration_id: id,
    name,
    value,
    value_in_use: inUse,
    minimum: 0,
    maximum: UNLIMITED_MEMORY,
    description: name,
    is_advanced: advanced,
  };
}

function settings(drifted: boolean): readonly Row[] {
  return [
    setting(518, 'show advanced options', 0, false),
    setting(1538, 'cost threshold for parallelism', 50),
    setting(1539, 'max degree of parallelism', 8),
    setting(1543, 'min server memory (MB)', 0, true, 16),
    setting(1544, 'max server memory (MB)', drifted ? UNLIMITED_MEMORY : AGREED_MEMORY),
    setting(1562, 'clr enabled', 1, false),
    setting(1579, 'backup compression default', 1, false),
    setting(1580, 'optimize for ad hoc workloads', 1),
    setting(1587, 'clr strict security', drifted ? 0 : 1),
    setting(16384, 'Agent XPs', 1),
    setting(16390, 'xp_cmdshell', 0),
  ];
}
