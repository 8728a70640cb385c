import type { Command } from './command.ts';
import { aboutIncident, actOn, namedIncident } from './incident-act.ts';

export const ackCommand: Command = {
  name: 'ack',
  usage: '/hart ack ID',
  role: 'responder',
  summary: 'You take an incident: nobody else is called for it',
  example: '/hart ack 7Q3F',
  details:
    "Root message and thread show that you have it. Escalation and repeats stop; what gets worse or new is still told. After a while it is nobody's again, after one reminder. The button *Acknowledge* on the alert does the same.",
  needsEnvironment: false,
  about: aboutIncident,
  changes: true,
  async run(asked) {
    const incident = await namedIncident(asked);
    if (incident !== null)
      await actOn(asked, incident, { kind: 'acknowledge' }, 'You have incident');
  },
};

export const unackCommand: Command = {
  name: 'unack',
  usage: '/hart unack ID',
  role: 'responder',
  summary: 'Gives an incident back: those on call are called again',
  example: '/hart unack 7Q3F',
  details:
    "The incident is nobody's again, and escalation counts from now. The button *Unacknowledge* on the alert does the same.",
  needsEnvironment: false,
  about: aboutIncident,
  changes: true,
  async run(asked) {
    const incident = await namedIncident(asked);
    if (incident !== null)
      await actOn(asked, incident, { kind: 'unacknowledge' }, 'Nobody has incident');
  },
};
