import { connect as dial } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type sql from 'mssql';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { errorOf, poolTo, type Running, startServer } from './client.ts';

let running: Running;
let pool: sql.ConnectionPool | undefined;

beforeEach(async () => {
  running = await startServer();
});
afterEach(async () => {
  await pool?.close();
  pool = undefined;
  await running.server.close();
});

async function connect(overrides: Partial<sql.config> = {}): Promise<sql.ConnectionPool> {
  pool = await poolTo(running.server, overrides);
  return pool;
}

describe('an interruption', () => {
  test('by cancel reaches the backend, and the connection stays usable', async () => {
    const open = await connect();
    const request = open.request();
    const failing = errorOf(request.query('waits'));
    await vi.waitFor(() => expect(running.requests.at(-1)?.text).toBe('waits'));
    request.cancel();

    expect(await failing).toMatchObject({ code: 'ECANCEL' });
    expect(running.aborts).toEqual(['cancelled']);
    expect((await open.request().query('SELECT 1')).recordset).toHaveLength(1);
    expect(running.server.connections()).toHaveLength(1);
  });

  test('by timeout too', async () => {
    const open = await connect({ requestTimeout: 100 });

    expect(await errorOf(open.request().query('waits'))).toMatchObject({ code: 'ETIMEOUT' });
    expect((await open.request().query('SELECT 1')).recordset).toHaveLength(1);
    expect(running.aborts).toEqual(['cancelled']);
  });

  test('by a broken network fails the client and tells the backend', async () => {
    const open = await connect();
    const failing = errorOf(open.request().query('waits'));
    await vi.waitFor(() => expect(running.requests.at(-1)?.text).toBe('waits'));
    running.server.dropConnections();

    expect(['ECONNCLOSED', 'ECONNRESET', 'EREQUEST', 'ESOCKET']).toContain((await failing).code);
    await vi.waitFor(() => expect(running.aborts).toEqual(['disconnected']));
    await vi.waitFor(() => expect(running.closed).not.toEqual([]));
    expect((await open.request().query('SELECT 1')).recordset).toHaveLength(1);
  });

  test('by an error of severity 20 and more ends the connection', async () => {
    const open = await connect();

    expect(await errorOf(open.request().query('fatal'))).toMatchObject({ number: 823, class: 24 });
    await vi.waitFor(() => expect(running.server.connections()).toEqual([]));
  });

  test('of a client that sends nonsense ends only that connection', async () => {
    const open = await connect();
    const socket = dial(running.server.port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\n\r\n'.repeat(500));
    await new Promise<void>((resolve) => {
      socket.on('error', () => resolve());
      socket.on('close', () => resolve());
      void wait(2000).then(() => {
        socket.destroy();
      });
    });

    expect((await open.request().query('SELECT 1')).recordset).toHaveLength(1);
  });
});
