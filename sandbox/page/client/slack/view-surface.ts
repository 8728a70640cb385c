import { useMemo, useState } from 'react';
import { api } from '../api.ts';
import type { Surface } from '../blocks/surface.ts';
import type { Given, View } from '../wire.ts';
import { useWorkspace, words } from '../workspace.ts';

export interface FilledIn {
  readonly surface: Surface;
  readonly values: Readonly<Record<string, Given>>;
}

/** How elements of a view are pressed and filled in. Belongs to one view: give the component the view's id as key. */
export function useViewSurface(view: View, errors: Surface['errors']): FilledIn {
  const { me, complain } = useWorkspace();
  const [values, setValues] = useState<Readonly<Record<string, Given>>>({});
  const { viewId, state } = view;
  const surface = useMemo(
    (): Surface => ({
      spot: { viewId },
      value: (blockId, actionId) => state.values[blockId]?.[actionId],
      entered: (blockId) => values[blockId],
      enter: (blockId, _actionId, value) =>
        setValues((before) => ({ ...before, [blockId]: value })),
      errors,
      async press(blockId, actionId, value) {
        try {
          const { acked } = await api.click(
            me,
            { viewId },
            { blockId, actionId, ...(value === undefined ? {} : { value }) },
          );
          if (!acked) complain('The app did not respond to this press.');
        } catch (error) {
          complain(words(error));
        }
      },
    }),
    [me, viewId, state, values, errors, complain],
  );
  return { surface, values };
}
