import type { Block } from '../../domain/message.ts';
import type { RestoreChoices } from '../../domain/restore-choices.ts';
import { actionIds, context } from '../blocks/elements.ts';
import { code } from '../blocks/escape.ts';
import { menu, radio } from './pickers.ts';
import { ownBackups, type RestoreForm } from './restore-fields.ts';

/** Whose backups a copy is made of, where there are several environments, and what becomes of another one's data (S17). */
export function sourceBlocks(
  { environment, others = [], from, masking = null }: RestoreChoices,
  form: RestoreForm,
): readonly Block[] {
  if (others.length === 0) return [];
  const pick = menu({
    name: 'from',
    label: 'Whose backups',
    hint: 'Those of another environment need one of its approvers too, and their files must be seen by the server here.',
    options: [
      { label: `Its own (${environment})`, value: ownBackups },
      ...others.map((name) => ({ label: name, value: name })),
    ],
    initial: from ?? ownBackups,
    redraw: actionIds.redrawRestore,
  });
  if (from === undefined) return [pick];
  if (masking !== null)
    return [pick, context(`${code(masking)} masks the copy before anyone is let in.`)];
  return [
    pick,
    radio({
      name: 'unmasked',
      label: `The data of ${from}, which nothing masks here`,
      hint: `To have it masked, an admin names a procedure as environments.${environment}.backups.masking in hart.yml.`,
      options: [
        { label: 'No copy without masking', value: 'no' },
        { label: 'Unmasked: the copy holds the data as it is', value: 'yes' },
      ],
      initial: form.unmasked,
    }),
  ];
}
