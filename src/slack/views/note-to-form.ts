import type { Incident } from '../../domain/incident.ts';
import { section } from '../blocks/elements.ts';
import { clip } from '../blocks/escape.ts';
import { alertTitle, instanceName, standing } from '../blocks/incident-words.ts';
import type { DialogView } from './dialog.ts';
import { choice, type ReadField, textInput } from './inputs.ts';

export const noteToCallback = 'note_to';

/** To which incident a message belongs, and what to keep of it. */
export function noteToForm(incidents: readonly Incident[], text: string): DialogView {
  const title = 'Add note to incident';
  if (incidents.length === 0)
    return {
      title,
      blocks: [
        section(
          'No incident is open. In the thread of one that is over the same shortcut adds to it.',
        ),
      ],
    };
  return {
    title,
    submit: { label: 'Add', callbackId: noteToCallback },
    blocks: [
      choice({ name: 'incident', label: 'Incident', options: incidents.map(optionOf) }),
      textInput({
        name: 'note',
        label: 'Note',
        hint: 'Everyone reads it in the thread of the incident',
        initial: text,
        multiline: true,
        longest: 2000,
      }),
    ],
  };
}

/** Its id first: it is read back from there. */
function optionOf(incident: Incident): string {
  const [worst] = standing(incident);
  const name = worst === undefined ? '' : instanceName(worst);
  return clip(`${incident.id} ${alertTitle(incident.alert)} ${name}`.trim(), 75);
}

/** The id of the chosen incident; empty where none is chosen. */
export function chosenIncident(field: ReadField): string {
  return field('incident').split(' ')[0] ?? '';
}

const longestQuote = 1500;

/** A message as a note: what it said, and where it stands. */
export function quoted(text: string, url: string | null): string {
  const words = text
    .replaceAll(/<[@#!]([^|>]+)(?:\|([^>]+))?>/g, (_, id: string, name?: string) => name ?? id)
    .replaceAll(/<([^|>]+)(?:\|[^>]+)?>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
  return [clip(words, longestQuote), ...(url === null ? [] : [url])].join('\n');
}
