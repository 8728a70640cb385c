import type { Unit } from './check.ts';
import { DAY, type Duration, formatDuration, HOUR, MINUTE, SECOND } from './time.ts';

/** `1480` as `1,480`; at most `digits` decimals, none that say nothing. */
export function formatNumber(value: number, digits = 0): string {
  if (!Number.isFinite(value)) return '–';
  const factor = 10 ** digits;
  const rounded = Math.round(Math.abs(value) * factor) / factor;
  const [whole = '0', decimals] = String(rounded).split('.');
  if (whole.includes('e')) return String(value);
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const sign = value < 0 && rounded !== 0 ? '−' : '';
  return decimals === undefined ? `${sign}${grouped}` : `${sign}${grouped}.${decimals}`;
}

const sizes = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** Sizes in steps of 1,024, with one decimal below ten: `1.2 GB`, `412 GB`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return '–';
  const step = Math.min(
    sizes.length - 1,
    Math.max(0, Math.floor(Math.log2(Math.max(1, Math.abs(bytes))) / 10)),
  );
  const scaled = bytes / 1024 ** step;
  return `${formatNumber(scaled, step > 0 && Math.abs(scaled) < 10 ? 1 : 0)} ${sizes[step]}`;
}

/** Milliseconds as measured: `84 ms`, `1,912 ms`; from ten seconds on as a length of time. */
function formatMs(value: number): string {
  if (Math.abs(value) >= 10 * SECOND) return formatDuration(value);
  return `${formatNumber(value, Math.abs(value) < 10 ? 1 : 0)} ms`;
}

function formatLength(value: number, unit: Duration): string {
  const words = formatDuration(Math.abs(value) * unit);
  return value < 0 ? `−${words}` : words;
}

const formatters: Readonly<Record<Unit, (value: number) => string>> = {
  count: (value) => formatNumber(value),
  ms: formatMs,
  seconds: (value) => formatLength(value, SECOND),
  minutes: (value) => formatLength(value, MINUTE),
  hours: (value) => formatLength(value, HOUR),
  days: (value) => formatLength(value, DAY),
  percent: (value) => `${formatNumber(value, Math.abs(value) < 10 ? 1 : 0)} %`,
  MB: (value) => formatBytes(value * 1024 * 1024),
  bytes: formatBytes,
  flag: (value) => (value === 0 ? 'no' : 'yes'),
  number: (value) => formatNumber(value, 2),
  text: String,
  utc: String,
};

/** A measured value with its unit, for people. What is not there is `–`. */
export function formatValue(value: number | string | null | undefined, unit: Unit): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'string') return unit === 'utc' ? formatUtc(value) : value;
  // Beyond this a number is a mistake somewhere, and cannot be shown as a length of time or a size.
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? formatters[unit](value) : '–';
}

/** `2026-11-23T14:02:11.123` as `2026-11-23 14:02:11 UTC`. */
function formatUtc(text: string): string {
  const found = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)/.exec(text);
  return found === null ? text : `${found[1]} ${found[2]} UTC`;
}
