import type { FactReader } from '../acting/operation.ts';

/** Whether the server sees a file; null: it could not be asked, or the file lies where only a restore would look. */
export async function sees(facts: FactReader, path: string): Promise<boolean | null> {
  if (/^(?:https?|s3):\/\//i.test(path)) return null;
  const answer = await facts.ask('file-exists', { path: { type: 'text', value: path } });
  const found = answer.ok ? (answer.value[0]?.['file_exists'] ?? null) : null;
  return found === null ? null : Number(found) === 1;
}

/** Those of some files that the server does not see; null where it cannot be told. */
export async function unseenOf(
  facts: FactReader,
  paths: readonly string[],
): Promise<readonly string[] | null> {
  const seen = await Promise.all(paths.map((path) => sees(facts, path)));
  if (seen.includes(null)) return null;
  return paths.filter((_, index) => seen[index] === false);
}
