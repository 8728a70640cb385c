import type { Chart } from '../../domain/digest-view.ts';
import { formatNumber, formatValue } from '../../domain/format-value.ts';
import type { Block } from '../../domain/message.ts';
import { clip, escape, tame } from './escape.ts';
import { sparkline } from './sparkline.ts';

/** Slack's limits for `data_visualization`; the lower number where its documents differ. */
const POINTS = 20;
const SERIES = 6;
const LABEL = 20;
const TITLE = 50;

/**
 * A line chart; null when there is nothing to draw. More points than Slack takes are thinned to the last of each
 * stretch; a series with a number missing is left out, since Slack refuses it.
 */
export function chartBlock(chart: Chart): Block | null {
  const kept = stretchEnds(chart.categories.length);
  const categories = unique(kept.map((index) => label(chart.categories[index] ?? '')));
  const series = chart.series
    .filter(
      ({ values }) =>
        values.length === chart.categories.length && values.every((one) => Number.isFinite(one)),
    )
    .slice(0, SERIES)
    .map(({ name, values }) => ({
      name: label(name),
      data: kept.map((index, at) => ({ label: categories[at] ?? '', value: values[index] ?? 0 })),
    }));
  if (series.length === 0 || categories.length < 2) return null;
  if (new Set(series.map(({ name }) => name)).size < series.length) return null;
  return {
    type: 'data_visualization',
    title: clip(tame(chart.title), TITLE),
    chart: { type: 'line', series, axis_config: { categories, y_label: clip(chart.unit, TITLE) } },
  };
}

/** The same numbers in a line each, for notifications, screen readers and Slacks that draw no charts. */
export function chartText(chart: Chart): string {
  const lines = chart.series.map(({ name, values }) => {
    const finite = values.filter((one) => Number.isFinite(one));
    const last = finite.at(-1);
    if (last === undefined) return `${escape(name)}: not known`;
    const most = formatValue(Math.max(...finite), chart.unit);
    return `${escape(name)} ${sparkline(finite, 14)} now ${formatValue(last, chart.unit)}, most ${most}`;
  });
  return `*${escape(chart.title)}*\n${lines.join('\n')}`;
}

/** A chart block's numbers in words, for a Slack that refuses the block. Empty for anything else. */
export function chartBlockText(block: Block): string {
  const title = block['title'];
  const chart = block['chart'];
  if (typeof title !== 'string' || typeof chart !== 'object' || chart === null) return '';
  const series: unknown = 'series' in chart ? chart.series : [];
  if (!Array.isArray(series)) return '';
  const lines = series.map((one: { name?: unknown; data?: readonly { value?: unknown }[] }) => {
    const values = (one.data ?? []).map(({ value }) => Number(value));
    return `${escape(String(one.name))} ${sparkline(values, 14)} now ${formatNumber(values.at(-1) ?? 0, 1)}`;
  });
  return `*${escape(title)}*\n${lines.join('\n')}`;
}

function stretchEnds(length: number): readonly number[] {
  const count = Math.min(length, POINTS);
  return Array.from({ length: count }, (_, at) => Math.ceil(((at + 1) * length) / count) - 1);
}

function label(text: string): string {
  const words = clip(tame(text).trim(), LABEL);
  return words === '' ? '–' : words;
}

/** Slack wants different categories: a repeated time gets a mark. */
function unique(labels: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return labels.map((text) => {
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    return count === 1 ? text : `${clip(text, LABEL - 4)} ${count}`;
  });
}
