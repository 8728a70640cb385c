import { generate } from 'selfsigned';

/** Key and certificate in PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/**
 * A certificate that nobody vouches for, made anew at each start.
 *
 * @param expires milliseconds since 1970; a year from now when left out
 */
export async function createCertificate(expires?: number): Promise<Certificate> {
  const names = [{ name: 'commonName', value: 'SANDBOX' }];
  const made = await generate(names, {
    keySize: 2048,
    algorithm: 'sha256',
    ...(expires === undefined ? {} : { notAfterDate: new Date(expires) }),
  });
  return { key: made.private, cert: made.cert };
}
