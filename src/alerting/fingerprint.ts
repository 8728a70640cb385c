import type { Labels } from '../domain/alert.ts';

/**
 * Identity of an instance: environment, check, alert and labels, as 32 hex digits. Static labels are not part of it, so
 * that a rule's severity may change without a new instance.
 */
export function fingerprint(scope: string, labels: Labels): string {
  return hash(`${scope}${labelText(labels)}`);
}

/** What every instance of one rule has in common. */
export function ruleScope(environment: string, check: string, alert: string): string {
  return JSON.stringify([environment, check, alert]);
}

/** Labels as text, the same for equal labels whatever their order. */
export function labelText(labels: Labels): string {
  const keys = Object.keys(labels);
  if (keys.length > 1) keys.sort();
  let text = '';
  for (const key of keys) text += `\n${escape(key)}=${escape(labels[key] ?? '')}`;
  return text;
}

function escape(text: string): string {
  return /[\\\n=]/.test(text)
    ? text.replaceAll(/[\\\n=]/g, (char) => `\\${char.codePointAt(0)}.`)
    : text;
}

/** 128 bits of a text (the public-domain cyrb128): for identity, not for secrets. */
export function hash(text: string): string {
  let a = 1779033703;
  let b = 3144134277;
  let c = 1013904242;
  let d = 2773480762;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    a = b ^ Math.imul(a ^ unit, 597399067);
    b = c ^ Math.imul(b ^ unit, 2869860233);
    c = d ^ Math.imul(c ^ unit, 951274213);
    d = a ^ Math.imul(d ^ unit, 2716044179);
  }
  a = Math.imul(c ^ (a >>> 18), 597399067);
  b = Math.imul(d ^ (b >>> 22), 2869860233);
  c = Math.imul(a ^ (c >>> 17), 951274213);
  d = Math.imul(b ^ (d >>> 19), 2716044179);
  const all = a ^ b ^ c ^ d;
  return hex(all) + hex(b ^ all) + hex(c ^ all) + hex(d ^ all);
}

const bytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hex(word: number): string {
  return `${bytes[word >>> 24]}${bytes[(word >>> 16) & 255]}${bytes[(word >>> 8) & 255]}${bytes[word & 255]}`;
}
