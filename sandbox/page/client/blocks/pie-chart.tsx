import { jsonList, word } from '../../../slack/rules/shapes.ts';
import type { Json } from '../wire.ts';
import { chartNumber } from './chart-scale.ts';

const radius = 15.915;

/** A ring of segments; a circumference of 100 makes percentages dashes. */
export function PieChart({ chart, title }: { readonly chart: Json; readonly title: string }) {
  const segments = jsonList(chart['segments']).map((segment) => ({
    label: word(segment['label']),
    value: Number(segment['value']),
  }));
  const sum = segments.reduce((all, { value }) => all + value, 0) || 1;
  const before = (index: number) =>
    segments.slice(0, index).reduce((all, { value }) => all + (value / sum) * 100, 0);
  return (
    <div className="pie">
      <svg viewBox="0 0 42 42" role="img" aria-label={title}>
        {segments.map(({ label, value }, index) => (
          <circle
            key={label}
            className={`segment series-${index}`}
            cx="21"
            cy="21"
            r={radius}
            strokeDasharray={`${(value / sum) * 100} ${100 - (value / sum) * 100}`}
            strokeDashoffset={25 - before(index)}
          />
        ))}
      </svg>
      <ul className="legend">
        {segments.map(({ label, value }, index) => (
          <li key={label}>
            <span className={`swatch series-${index}`} aria-hidden="true" />
            {label} <b>{chartNumber(value)}</b>{' '}
            <span className="quiet">{Math.round((value / sum) * 100)} %</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
