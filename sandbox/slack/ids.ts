/** The fixed names of the sandbox's workspace. */
export const team = { id: 'TSANDBOX', name: 'SANDBOX', domain: 'sandbox' } as const;
export const otherTeamId = 'TOUTSIDE';
export const bot = { userId: 'UHART', botId: 'BHART', appId: 'AHART', name: 'hart' } as const;

const letters = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Eleven characters that look like Slack's ids, after `prefix`. */
export function newId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return prefix + Array.from(bytes, (byte) => letters[byte % letters.length]).join('');
}

/** A secret for one-use addresses. */
export function newSecret(): string {
  return crypto.randomUUID().replaceAll('-', '');
}
