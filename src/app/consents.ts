import type { Config } from '../config/load-config.ts';
import type { Complaint } from '../domain/fault.ts';
import type { Consent } from '../domain/plan.ts';
import { effectiveConsent } from '../operations/acting/effective-consent.ts';
import type { Operation } from '../operations/acting/operation.ts';
import { operations } from '../operations/catalogue.ts';

/** What an operation wants in an environment. */
export function consentOf(config: Config, environment: string, operation: Operation): Consent {
  const override = config.environments[environment]?.consent[operation.name] ?? {};
  return effectiveConsent(operation, override, '').consent;
}

/** What `consent` may not say, in every environment. */
export function consentComplaints(
  config: Config,
  known: readonly Operation[] = operations,
): readonly Complaint[] {
  return Object.entries(config.environments).flatMap(([name, { consent }]) =>
    known.flatMap((operation) => {
      const override = consent[operation.name];
      if (override === undefined) return [];
      const path = `environments.${name}.consent.${operation.name}`;
      return effectiveConsent(operation, override, path).complaints;
    }),
  );
}
