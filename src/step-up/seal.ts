import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Keeps documents so that only who has the key can read or write them. */
export interface Seal {
  /** `about` is bound to it: a document cannot be moved to another owner. */
  close(document: string, about: string): string;
  /** Null: not closed with this key, for another owner, or changed since. */
  open(closed: string, about: string): string | null;
}

const algorithm = 'aes-256-gcm';
const version = 'v1';

/** @param secretKey HART_SECRET_KEY; `purpose` keeps keys of different uses apart. */
export function createSeal(secretKey: string, purpose: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', secretKey, 'hart', purpose, 32));
  return {
    close(document, about) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(about));
      const body = Buffer.concat([cipher.update(document, 'utf8'), cipher.final()]);
      return [version, nonce, cipher.getAuthTag(), body]
        .map((part) => (typeof part === 'string' ? part : part.toString('base64url')))
        .join('.');
    },
    open(closed, about) {
      const [kind, nonce = '', tag = '', body = ''] = closed.split('.');
      if (kind !== version) return null;
      const [iv, mark, text] = [nonce, tag, body].map((part) => Buffer.from(part, 'base64url'));
      if (iv?.length !== 12 || mark?.length !== 16 || text === undefined) return null;
      try {
        const decipher = createDecipheriv(algorithm, key, iv).setAAD(Buffer.from(about));
        decipher.setAuthTag(mark);
        return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
      } catch {
        // The tag does not fit: whoever wrote this had another key, or changed it.
        return null;
      }
    },
  };
}
