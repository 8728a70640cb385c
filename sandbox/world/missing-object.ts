import { type ActiveFaults, textArgument } from './faults.ts';

/** The bare name of the object that `object-missing` takes away, if it is on. */
export function missingObject(faults: ActiveFaults): string | undefined {
  const fault = faults.get('object-missing');
  if (!fault) return undefined;
  return textArgument(fault, 'object').replaceAll(/[[\]]/g, '').split('.').at(-1);
}
