import { generate } from 'selfsigned';

/** Key and certificate in PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate that nobody vouches for, made anew at each start. */
export async function createCertificate(): Promise<Certificate> {
  const names = [{ name: 'commonName', value: 'SANDBOX' }];
  const made = await generate(names, { keySize: 2048, algorithm: 'sha256' });
  return { key: made.private, cert: made.cert };
}
