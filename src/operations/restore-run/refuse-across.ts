import { type Refusal, refuse } from '../../domain/authority.ts';
import type { JsonObject } from '../../domain/json.ts';
import { named } from '../../domain/plan.ts';
import type { RestoreOptions } from '../../domain/restore-choices.ts';
import type { OperationSettings } from '../acting/operation.ts';
import type { RestoreFacts, SourceFacts } from './facts.ts';
import type { PlannedSet } from './planned-set.ts';
import { count } from './refuse-restore.ts';

/** Only a copy is ever made of what another environment holds (S17). */
export function refusedElsewhere(options: JsonObject): Refusal | null {
  if (!('from' in options) && !('unmasked' in options)) return null;
  return refuse(
    'S17',
    'What another environment holds is restored as a copy only: never in place, and never beside to take the name.',
    'Order a copy.',
  );
}

/** What becomes of the data of the other environment: a procedure's name, or `unmasked` as it was ordered. */
export type Masking = { readonly procedure: string } | 'unmasked' | null;

/** One of the two must be said, and only one (S17). Null: the data is this environment's own. */
export function maskingOf(
  { from, unmasked = false }: RestoreOptions,
  { environment, masking = null }: Pick<OperationSettings, 'environment' | 'masking'>,
): Masking | Refusal {
  if (from === undefined)
    return unmasked
      ? refuse(
          'S17',
          'This copy is made of its own environment’s backups: nothing of it would be masked.',
          'Leave out “unmasked”, or name the environment that it comes from.',
        )
      : null;
  if (masking === null && !unmasked)
    return refuse(
      'S17',
      `The copy would hold the data of ${from}, and nothing says what becomes of it in ${environment}.`,
      `Name the procedure that masks it as \`environments.${environment}.backups.masking\` in hart.yml, or order the copy explicitly as unmasked (\`--unmasked\`).`,
    );
  if (masking !== null && unmasked)
    return refuse(
      'S17',
      `${environment} masks what comes from elsewhere, by ${named(masking)}, and this order says “unmasked”.`,
      `Leave out “unmasked”; or let an admin remove \`environments.${environment}.backups.masking\`.`,
    );
  return masking === null ? 'unmasked' : { procedure: masking };
}

/** What RESTORE would refuse after the files were carried here. */
export function refusedByVersion({ source }: RestoreFacts, here: string): Refusal | null {
  if (source === undefined) return null;
  const { version, versionHere, server, environment } = source;
  if (version === null || versionHere === null)
    return refuse(
      'S24',
      `Which versions ${named(server.name)} and ${named(here)} have is not known: a backup of a newer server can't be restored on an older one.`,
      'Ask again when both answer.',
    );
  if (versionHere >= version) return null;
  return refuse(
    'S24',
    `${named(server.name)} of ${environment} is version ${version}, ${named(here)} is ${versionHere}: a backup can't be restored on an older server (error 3169).`,
    'Restore on a server that is as new.',
  );
}

/** Files that the server here does not see (S25): said with their names, and where it would. */
export function refusedByFilesUnseen(
  sets: readonly PlannedSet[],
  { server, source }: RestoreFacts,
  {
    allowedDirectories,
    environment,
  }: Pick<OperationSettings, 'allowedDirectories' | 'environment'>,
): Refusal | null {
  if (source === undefined) return null;
  const unseen = sets.flatMap(({ files }) => files).filter((file) => !source.seenAt.has(file));
  if (unseen.length === 0) return null;
  const names = unseen.slice(0, 5).map(named).join(', ');
  const more = unseen.length > 5 ? ` and ${unseen.length - 5} more` : '';
  return refuse(
    'S25',
    `${named(server.name)} doesn't see ${count(unseen.length, 'file')} of these backups of ${source.environment}: ${names}${more}.`,
    allowedDirectories.length === 0
      ? `Name a directory that it reads as \`environments.${environment}.backups.readFrom\`, and copy or mount them there.`
      : `Copy or mount them, under the same names, into ${allowedDirectories.map(named).join(' or ')}.`,
  );
}

/** The certificate of the database itself, which none of its backups is read without (S10). */
export function refusedBySourceEncryption({
  source,
  server,
  thumbprints,
}: RestoreFacts): Refusal | null {
  const print = source?.encryptor ?? null;
  if (source === undefined || print === null || thumbprints?.has(print) === true) return null;
  return refuse(
    'S10',
    `The database of ${source.environment} is encrypted with a certificate that ${named(server.name)} ${thumbprints === null ? 'is not known to have' : 'lacks'} (thumbprint ${print}).`,
    'Let the DBA restore the certificate to its master, from its own backup.',
  );
}

/** As the files are called here. */
export function seenHere(sets: readonly PlannedSet[], source: SourceFacts): readonly PlannedSet[] {
  return sets.map((set) => ({
    ...set,
    files: set.files.map((file) => source.seenAt.get(file) ?? file),
  }));
}
