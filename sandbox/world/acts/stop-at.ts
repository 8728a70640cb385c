import { SqlServerError } from '../../tds/sql-server-error.ts';
import { isMoment, type WireValue } from '../../tds/wire-value.ts';
import { type Instant, MINUTE, ZONE_MINUTES } from '../clock.ts';

const pattern = /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,7}))?)?)?$/;

/** The moment of STOPAT, which is the server's local time without a zone; 241 for what is no time. */
export function readStopAt(value: WireValue): Instant {
  const zone = ZONE_MINUTES * MINUTE;
  if (value instanceof Date) return value.getTime() - zone;
  if (isMoment(value)) return Number(value.micros / 1000n) - zone;
  const hit = typeof value === 'string' ? pattern.exec(value.trim()) : null;
  if (!hit) {
    const message = 'Conversion failed when converting date and/or time from character string.';
    throw new SqlServerError({ number: 241, message });
  }
  const [year, month, day, hour, minute, second] = hit.slice(1, 7).map((part) => Number(part ?? 0));
  const ms = Math.floor(Number(`0.${hit[7] ?? '0'}`) * 1000);
  const wall = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second, ms);
  return wall - zone;
}
