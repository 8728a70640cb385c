import { useState } from 'react';
import { isJson, jsonList, word } from '../../../slack/rules/shapes.ts';
import type { Json } from '../wire.ts';
import { axisTicks, chartNumber, shownLabels } from './chart-scale.ts';

const width = 560;
const height = 190;
const left = 46;
const right = 10;
const top = 10;
const bottom = 24;
const inner = { width: width - left - right, height: height - top - bottom };

interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

function seriesOf(chart: Json, categories: readonly string[]): readonly Series[] {
  return jsonList(chart['series']).map((one) => {
    const points = new Map(
      jsonList(one['data']).map((point) => [word(point['label']), point['value']]),
    );
    return {
      name: word(one['name']),
      values: categories.map((label) => Number(points.get(label) ?? 0)),
    };
  });
}

/** A line, area or bar chart, with all values of a category under the pointer. */
export function XyChart({ chart, title }: { readonly chart: Json; readonly title: string }) {
  const [at, setAt] = useState<number | null>(null);
  const axes = isJson(chart['axis_config']) ? chart['axis_config'] : {};
  const categories = Array.isArray(axes['categories']) ? axes['categories'].map(String) : [];
  const series = seriesOf(chart, categories);
  const all = series.flatMap(({ values }) => values);
  const ticks = axisTicks(Math.min(0, ...all), Math.max(0, ...all));
  const low = ticks[0] ?? 0;
  const high = ticks.at(-1) ?? 1;
  const bars = chart['type'] === 'bar';
  const slot = inner.width / Math.max(1, bars ? categories.length : categories.length - 1);
  const x = (index: number) => left + (bars ? slot * (index + 0.5) : slot * index);
  const y = (value: number) => top + inner.height * (1 - (value - low) / (high - low));
  const labels = shownLabels(categories, inner.width);
  const unit = word(axes['y_label']);
  const shown = at ?? categories.length - 1;
  return (
    <>
      <ul className="legend">
        {series.map(({ name, values }, index) => (
          <li key={name}>
            <span className={`swatch series-${index}`} aria-hidden="true" />
            {name} <b>{chartNumber(values[shown] ?? 0)}</b>
          </li>
        ))}
        <li className="quiet">
          {unit}
          {unit !== '' && categories.length > 0 ? ' at ' : ''}
          {categories[shown]}
        </li>
      </ul>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${title}: ${series.map(({ name, values }) => `${name} ${chartNumber(values.at(-1) ?? 0)}`).join(', ')}`}
        onPointerMove={({ clientX, currentTarget }) => {
          const box = currentTarget.getBoundingClientRect();
          const place = ((clientX - box.left) / box.width) * width - left;
          const index = bars ? Math.floor(place / slot) : Math.round(place / slot);
          setAt(Math.min(categories.length - 1, Math.max(0, index)));
        }}
        onPointerLeave={() => setAt(null)}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <line className="grid" x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} />
            <text className="axis" x={left - 6} y={y(tick) + 4} textAnchor="end">
              {chartNumber(tick)}
            </text>
          </g>
        ))}
        {categories.map(
          (label, index) =>
            labels.has(index) && (
              <text
                key={label}
                className="axis"
                x={x(index)}
                y={height - 6}
                textAnchor={!bars && index === categories.length - 1 ? 'end' : 'middle'}
              >
                {label}
              </text>
            ),
        )}
        {at !== null && <line className="guide" x1={x(at)} x2={x(at)} y1={top} y2={y(low)} />}
        {series.map(({ name, values }, index) => {
          if (bars) {
            const wide = (slot * 0.7) / series.length;
            return values.map((value, place) => (
              <rect
                key={`${name} ${categories[place]}`}
                className={`series-${index}`}
                x={x(place) - slot * 0.35 + wide * index}
                y={Math.min(y(value), y(0))}
                width={wide}
                height={Math.abs(y(0) - y(value))}
              />
            ));
          }
          const line = values.map((value, place) => `${x(place)},${y(value)}`).join(' ');
          return (
            <g key={name}>
              {chart['type'] === 'area' && (
                <polygon
                  className={`area series-${index}`}
                  points={`${x(0)},${y(0)} ${line} ${x(values.length - 1)},${y(0)}`}
                />
              )}
              <polyline className={`line series-${index}`} points={line} />
              <circle
                className={`series-${index}`}
                cx={x(shown)}
                cy={y(values[shown] ?? 0)}
                r="3.2"
              />
            </g>
          );
        })}
      </svg>
    </>
  );
}
