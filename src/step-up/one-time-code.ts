import { Secret, TOTP } from 'otpauth';
import { type Instant, SECOND } from '../domain/time.ts';

/** How authenticator apps count: RFC 6238 with what all of them support. */
const period = 30;
const settings = { algorithm: 'SHA1', digits: 6, period } as const;

/** A fresh secret, in base32. RFC 4226 wants 128 bits at least and recommends 160. */
export function newSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What an authenticator app reads, as text or as a QR code. */
export function enrolmentUri(person: string, secret: string): string {
  return new TOTP({ ...settings, issuer: 'hart', label: person, secret }).toString();
}

/**
 * The time step whose code this is; null: of none that counts now. The steps beside the present one count as well, since
 * clocks differ and typing takes time (RFC 6238, 5.2).
 */
export function stepOf(code: string, secret: string, now: Instant): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const totp = new TOTP({ ...settings, secret });
  const delta = totp.validate({ token: code, timestamp: now, window: 1 });
  return delta === null ? null : Math.floor(now / (period * SECOND)) + delta;
}
