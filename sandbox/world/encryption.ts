import type { BackupSet } from './backup-set.ts';
import type { ActiveFaults } from './faults.ts';
import type { Random } from './random.ts';

/** Thumbprints are SHA-1 hashes. */
const THUMBPRINT_BYTES = 20;

/** Of the one certificate that master has. */
export function certificateThumbprint(random: Random): Uint8Array {
  return random.bytes(THUMBPRINT_BYTES, 'certificate');
}

/** Of the certificate that encrypts the product's database now; null: it is not encrypted. */
export function databaseEncryptor(faults: ActiveFaults, random: Random): Uint8Array | null {
  const fault = faults.get('database-encrypted');
  if (fault === undefined) return null;
  return fault.with['certificate'] === 'dropped'
    ? formerThumbprint(random)
    : certificateThumbprint(random);
}

/** Of the certificate that a backup of data was made under; null: it is not encrypted. */
export function setEncryptor(
  faults: ActiveFaults,
  random: Random,
  { database, type }: BackupSet,
): Uint8Array | null {
  const fault = faults.get('database-encrypted');
  if (fault === undefined || database !== 'Hartonomous' || type === 'L') return null;
  return fault.with['certificate'] === 'there'
    ? certificateThumbprint(random)
    : formerThumbprint(random);
}

/** The thumbprint of the certificate that a backup wants and master lacks; null: none is missing. */
export function missingEncryptor(
  faults: ActiveFaults,
  random: Random,
  set: BackupSet,
): Uint8Array | null {
  const wanted = setEncryptor(faults, random, set);
  const there = Buffer.from(certificateThumbprint(random));
  return wanted === null || there.equals(wanted) ? null : wanted;
}

function formerThumbprint(random: Random): Uint8Array {
  return random.bytes(THUMBPRINT_BYTES, 'former certificate');
}
