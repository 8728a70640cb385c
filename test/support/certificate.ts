import { generate } from 'selfsigned';

/** A certificate for 127.0.0.1 that nobody vouches for, valid for so many days from now. */
export async function certificateFor(
  days: number,
): Promise<{ readonly key: string; readonly cert: string }> {
  const made = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    notAfterDate: new Date(Date.now() + days * 86_400_000),
    keySize: 2048,
  });
  return { key: made.private, cert: made.cert };
}
