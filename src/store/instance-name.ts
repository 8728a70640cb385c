import canonicalize from 'canonicalize';
import type { Labels } from '../domain/alert.ts';

/** Labels as one text: the same for the same labels, in whatever order. */
export function instanceName(labels: Labels): string {
  return canonicalize(labels) ?? '{}';
}
