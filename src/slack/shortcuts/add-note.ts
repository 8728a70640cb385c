import type { Incident, Place } from '../../domain/incident.ts';
import type { Order } from '../commands/command.ts';
import { noteForm } from '../views/incident-forms.ts';
import { noteToForm, quoted } from '../views/note-to-form.ts';

/** As the manifest declares it. */
export const addNoteShortcut = 'add_note_to_incident';

/** A message that someone chose. */
export interface ChosenMessage {
  readonly place: Place;
  /** The root of its thread; its own place where it is none's reply. */
  readonly root: Place;
  readonly text: string;
}

/** Keeps a message with an incident: that of its thread, else one that is chosen. */
export function addNote({ place, root, text }: ChosenMessage): Order {
  return {
    name: 'note',
    role: 'responder',
    changes: false,
    dialog: true,
    async run({ services, view, dialog }) {
      const words = quoted(text, view.link(place));
      const own = await services.incidentAt(root);
      if (own !== null) return await dialog?.show(noteForm(own, words));
      const open: Incident[] = [];
      for (const { name } of services.facts.environments)
        open.push(...(await services.alerts(name)).open);
      await dialog?.show(noteToForm(open, words));
    },
  };
}
