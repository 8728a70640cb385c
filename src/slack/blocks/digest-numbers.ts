import type { DigestNumber, DigestView, StorageForecast } from '../../domain/digest-view.ts';
import { formatNumber, formatValue } from '../../domain/format-value.ts';
import type { Block } from '../../domain/message.ts';
import { section } from './elements.ts';
import { escape } from './escape.ts';
import { type Cell, table } from './table.ts';

/** A change smaller than this part of the number either way is no news. */
const calm = 0.01;
const forecastsShown = 6;

/** Each number of a week or month beside the one before. */
export function numbersTable({ kind, numbers }: DigestView): Block {
  const period = kind === 'monthly' ? 'month' : 'week';
  const columns = [
    { title: `This ${period}` },
    { title: 'Now', align: 'right' },
    { title: 'Before', align: 'right' },
    { title: 'Change', align: 'right' },
  ] as const;
  const rows = numbers.map((number): Cell[] => [
    number.name,
    formatValue(number.value, number.unit),
    formatValue(number.before, number.unit),
    changeOf(number),
  ]);
  return table(columns, rows);
}

/** `▲ 12 %`, `as before`; `–` where there is nothing to compare. */
function changeOf({ value, before, unit }: DigestNumber): string {
  if (value === null || before === null) return '–';
  if (value === before) return 'as before';
  // From nothing there is no percentage.
  if (before === 0) return `${value > 0 ? '▲' : '▼'} ${formatValue(Math.abs(value), unit)}`;
  return changeWords((value - before) / Math.abs(before));
}

/** A relative change as an arrow and percent. */
export function changeWords(change: number): string {
  if (Math.abs(change) < calm) return 'as before';
  return `${change > 0 ? '▲' : '▼'} ${formatNumber(Math.abs(change) * 100)} %`;
}

/** What fills and when, the soonest first, with how sure that is. */
export function forecastLines({ forecasts }: DigestView): readonly Block[] {
  if (forecasts.length === 0) return [];
  const lines = forecasts
    .toSorted((one, other) => soonest(one) - soonest(other))
    .slice(0, forecastsShown)
    .map(forecastWords);
  return [section(['*Storage*', ...lines].join('\n'))];
}

function soonest({ daysToFull, earliestDays }: StorageForecast): number {
  return daysToFull ?? earliestDays ?? Number.MAX_VALUE;
}

function forecastWords(forecast: StorageForecast): string {
  const { item, usedPercent, growthMbPerDay, daysToFull, days } = forecast;
  const used = usedPercent === null ? '' : ` ${formatValue(usedPercent, 'percent')} full,`;
  const grows = growthMbPerDay < 0 ? 'shrinks' : 'grows';
  const pace = `${grows} ${formatValue(Math.abs(growthMbPerDay), 'MB')} a day`;
  const when =
    daysToFull === null
      ? ''
      : `, full in ${formatValue(daysToFull, 'days')} (${rangeWords(forecast)})`;
  const unsure =
    daysToFull === null && growthMbPerDay > 0 ? ', not certain enough to say when' : '';
  return `*${escape(item)}*${used} ${pace}${when}${unsure}, as in the last ${days} days`;
}

function rangeWords({ earliestDays, latestDays }: StorageForecast): string {
  const from = earliestDays === null ? '?' : formatNumber(earliestDays);
  return latestDays === null ? `${from} or more` : `${from} to ${formatNumber(latestDays)}`;
}
