import { fileURLToPath } from 'node:url';

const own = fileURLToPath(new URL('../../sql/checks', import.meta.url));

/** The product's checks, and the directory with the deployment's own if there is one. */
export function checkDirectories(users: string | undefined): string[] {
  return users === undefined ? [own] : [own, users];
}
