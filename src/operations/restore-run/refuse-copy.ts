import { type Refusal, refuse } from '../../domain/authority.ts';
import { fitsPattern } from '../../domain/name-pattern.ts';
import { named } from '../../domain/plan.ts';
import type { RestoreFacts } from './facts.ts';
import { shortages } from './move-targets.ts';
import { gigabytes } from './refuse-restore.ts';

/** Never a name that there is, and only one that the operator's statements may name (S4). */
export function refusedByName(
  copy: string,
  { databases }: RestoreFacts,
  allowed: readonly string[],
): Refusal | null {
  const key = copy.toLowerCase();
  if (databases.some(({ name }) => name.toLowerCase() === key))
    return refuse(
      'restore: name taken',
      `There is a database ${named(copy)} already: a copy takes the place of none.`,
      'Choose another name.',
    );
  const patterns = allowed.filter((name) => name.endsWith('*'));
  if (patterns.some((pattern) => fitsPattern(copy, pattern))) return null;
  return refuse(
    'S4',
    `A copy may not be called ${named(copy)}.`,
    `Choose a name that fits ${patterns.map(named).join(' or ')}: # stands for a digit, * for the rest.`,
  );
}

/** No file may be one of another database's (S3). */
export function refusedByFiles(
  moves: Readonly<Record<string, string>>,
  { files }: RestoreFacts,
): Refusal | null {
  const paths = Object.values(moves).map((path) => path.toLowerCase());
  const taken = files.find(({ path }) => paths.includes(path.toLowerCase()));
  if (taken !== undefined)
    return refuse(
      'S3',
      `The file ${named(taken.path)} belongs to a database.`,
      'Choose another path for the copy.',
    );
  return new Set(paths).size === paths.length
    ? null
    : refuse('S3', 'Two files of the copy would have one path.', 'Choose a path for each.');
}

export function refusedBySpace(
  files: readonly { readonly path: string; readonly bytes: number }[],
  { volumes }: RestoreFacts,
): Refusal | null {
  if (volumes === null) return null;
  const short = shortages(files, volumes);
  if (short.length === 0) return null;
  return refuse(
    'restore: space',
    short
      .map(
        ({ mount, needs, has }) =>
          `${named(mount)} needs ${gigabytes(needs)}, has ${gigabytes(has)}`,
      )
      .join('; '),
    'Choose other paths for the files, or make room.',
  );
}
