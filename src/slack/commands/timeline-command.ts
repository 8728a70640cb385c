import { code } from '../blocks/escape.ts';
import { timelineFile } from '../blocks/timeline-file.ts';
import type { Command } from './command.ts';
import { aboutIncident, namedIncident, threadLink } from './incident-act.ts';

export const timelineCommand: Command = {
  name: 'timeline',
  usage: '/hart timeline ID',
  role: 'responder',
  summary: 'Puts the account of an incident into its thread, as a file',
  example: '/hart timeline 7Q3F',
  details:
    'A Markdown file with the alert, what was measured, who did what and when, and how it ended. The button *Export timeline* on the alert does the same.',
  needsEnvironment: false,
  about: aboutIncident,
  changes: true,
  async run(asked) {
    const incident = await namedIncident(asked);
    if (incident === null) return;
    if (incident.place === null)
      return await asked.say(`Slack has no thread of ${code(incident.id)} yet; try again soon.`);
    const changes = await asked.services.timeline(incident);
    const upload = asked.upload(incident.place, timelineFile(incident, changes));
    await asked.patiently(upload, 'Writing the file …');
    await asked.confirm(
      `The account of ${code(incident.id)} is in its thread.${threadLink(asked, incident)}`,
    );
  },
};
