import type { Incident } from '../../domain/incident.ts';
import { section } from '../blocks/elements.ts';
import { code, escape } from '../blocks/escape.ts';
import { alertTitle, holderName } from '../blocks/incident-words.ts';
import type { DialogView } from './dialog.ts';
import { choice, textInput } from './inputs.ts';

export const handOverCallback = 'hand_over';
export const noteCallback = 'note';

/** Whom to give an incident to. */
export function handOverForm(incident: Incident, people: readonly string[]): DialogView {
  const { id, holder, resolvedAt } = incident;
  const title = 'Hand over';
  if (resolvedAt !== null)
    return { title, blocks: [section(`${named(incident)} is resolved; nobody needs to have it.`)] };
  const others = people.filter((name) => name !== holder?.person);
  if (others.length === 0)
    return {
      title,
      blocks: [section('Nobody else holds the role *responder* in `hart.yml`.')],
    };
  const has = holder === null ? 'Nobody has it.' : `${holderName(holder)} has it.`;
  return {
    title,
    submit: { label: 'Hand over', callbackId: handOverCallback },
    about: id,
    blocks: [
      section(`${named(incident)}. ${has}`),
      choice({ name: 'person', label: 'To whom', options: others }),
    ],
  };
}

/** What to remember of an incident. */
export function noteForm(incident: Incident, text = ''): DialogView {
  return {
    title: 'Note',
    submit: { label: 'Add', callbackId: noteCallback },
    about: incident.id,
    blocks: [
      section(`${named(incident)}. Everyone reads it in the thread.`),
      textInput({
        name: 'note',
        label: 'Note',
        hint: 'What was seen, tried or decided',
        initial: text,
        multiline: true,
        longest: 2000,
      }),
    ],
  };
}

function named({ alert, id }: Incident): string {
  return `${escape(alertTitle(alert))}, incident ${code(id)}`;
}
