import type { Instant } from './clock.ts';
import { type FaultDescription, type FaultName, faultCatalogue } from './fault-catalogue.ts';

/** What a fault was given, completed with the defaults of its description. */
export type FaultArguments = Readonly<Record<string, string | number>>;

export interface ActiveFault {
  readonly name: FaultName;
  readonly with: FaultArguments;
  /** World time at which it was switched on. */
  readonly since: Instant;
}

export type ActiveFaults = ReadonlyMap<FaultName, ActiveFault>;

export interface FaultState {
  readonly name: FaultName;
  readonly on: boolean;
  readonly with: FaultArguments;
}

/** There is no fault of this name. */
export class UnknownFaultError extends Error {
  override readonly name = 'UnknownFaultError';
}

/** A fault was given something that it does not understand. */
export class FaultArgumentError extends Error {
  override readonly name = 'FaultArgumentError';
}

/** The description of a fault; UnknownFaultError lists the names there are. */
export function describeFault(name: string): FaultDescription {
  const found = faultCatalogue.find((fault) => fault.name === name);
  if (found) return found;
  const names = faultCatalogue.map((fault) => fault.name).join(', ');
  throw new UnknownFaultError(`no fault "${name}"; there are: ${names}`);
}

/** Checks what a fault was given and adds the defaults; FaultArgumentError says what is wrong. */
export function faultArguments(
  fault: FaultDescription,
  given: Readonly<Record<string, unknown>>,
): FaultArguments {
  const parameters = fault.parameters ?? {};
  for (const key of Object.keys(given)) {
    if (!(key in parameters)) {
      const known = Object.keys(parameters).join(', ') || 'nothing';
      throw new FaultArgumentError(`${fault.name} does not take "${key}"; it takes: ${known}`);
    }
  }
  const entries = Object.entries(parameters).flatMap(([key, parameter]) => {
    const value: unknown = given[key] ?? parameter.default;
    if (value === undefined) return [];
    if (
      (typeof value !== 'string' && typeof value !== 'number') ||
      typeof value !== parameter.type
    ) {
      throw new FaultArgumentError(`${fault.name}: "${key}" must be a ${parameter.type}`);
    }
    if (parameter.choices && !parameter.choices.includes(String(value))) {
      throw new FaultArgumentError(
        `${fault.name}: "${key}" must be one of ${parameter.choices.join(', ')}`,
      );
    }
    if (typeof value === 'number' && !(Number.isFinite(value) && value >= 0)) {
      throw new FaultArgumentError(`${fault.name}: "${key}" must not be negative`);
    }
    return [[key, value] as const];
  });
  return Object.fromEntries(entries);
}

export function textArgument(fault: ActiveFault, key: string): string {
  return String(fault.with[key] ?? '');
}

export function numberArgument(fault: ActiveFault, key: string): number {
  return Number(fault.with[key] ?? 0);
}
