import type { Check } from '../domain/check.ts';
import type { Complaint } from '../domain/fault.ts';

/** What a request to a replica measures; an HTTP check declares those that it wants. */
const httpValues: readonly string[] = [
  'up',
  'status',
  'latency_ms',
  'certificate_days',
  'certificate_trusted',
];

/** What a check of the API must say, and may not. */
export function requestComplaints(file: string, check: Check): Complaint[] {
  const unknown = Object.keys(check.values).filter((value) => !httpValues.includes(value));
  return [
    ...(check.request === undefined
      ? [
          {
            path: `${file}: request`,
            message: 'is missing',
            hint: 'Write request: {method: GET, path: /health}.',
          },
        ]
      : []),
    ...(check.labels.length === 1 && check.labels[0] === 'replica'
      ? []
      : [
          { path: `${file}: labels`, message: 'must be [replica]', hint: 'Each replica is a row.' },
        ]),
    ...unknown.map((value) => ({
      path: `${file}: values.${value}`,
      message: 'is nothing that a request measures',
      hint: `Use: ${httpValues.join(', ')}.`,
    })),
  ];
}
