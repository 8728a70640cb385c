import { noteForm } from '../views/incident-forms.ts';
import type { Command } from './command.ts';
import { aboutIncident, actOn, namedIncident } from './incident-act.ts';

export const noteCommand: Command = {
  name: 'note',
  usage: '/hart note ID text',
  role: 'responder',
  summary: 'Keeps a note with an incident, in its thread',
  example: '/hart note 7Q3F the worker was stopped for the update',
  details:
    'The note stands in the thread with your name and in the exported timeline, also when the incident is over. The button *Add note…* on the alert does the same.',
  needsEnvironment: false,
  about: aboutIncident,
  changes: true,
  async run(asked) {
    const incident = await namedIncident(asked);
    if (incident === null) return;
    const text = asked.args.slice(1).join(' ');
    await actOn(asked, incident, { kind: 'note', text }, 'Noted with incident');
  },
};

/** The dialog behind the button. */
export const askNote: Command = {
  ...noteCommand,
  changes: false,
  dialog: true,
  async run(asked) {
    const incident = await namedIncident(asked);
    if (incident !== null) await asked.dialog?.show(noteForm(incident));
  },
};
