import { allReplicas } from '../domain/target.ts';

/** `volume D: on sql-2`: what a label names, and on which replica where several are asked. */
export function itemName(labels: Readonly<Record<string, string>>, label: string): string {
  const name = labels[label] ?? '';
  const { replica } = labels;
  return replica === undefined || replica === allReplicas ? name : `${name} on ${replica}`;
}
