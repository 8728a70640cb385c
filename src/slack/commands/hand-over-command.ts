import type { Actor, Incident } from '../../domain/incident.ts';
import type { Authority } from '../../operations/authorise.ts';
import { code, escape } from '../blocks/escape.ts';
import { suggest } from '../suggest.ts';
import { handOverForm } from '../views/incident-forms.ts';
import type { Asked, Command } from './command.ts';
import { aboutIncident, actOn, namedIncident } from './incident-act.ts';

export const handOverCommand: Command = {
  name: 'handover',
  usage: '/hart handover ID @person',
  role: 'responder',
  summary: 'Gives an incident to someone else',
  example: '/hart handover 7Q3F @ada',
  details:
    'The other one has it from then on, and thread and root message say so. People are those of `hart.yml`; whoever gets it must be a responder too. The button *Hand over…* on the alert does the same.',
  needsEnvironment: false,
  about: aboutIncident,
  changes: true,
  async run(asked) {
    const incident = await namedIncident(asked);
    if (incident === null) return;
    const [, name, ...rest] = asked.args;
    if (name === undefined || rest.length > 0)
      return await asked.say('To whom? `/hart handover ID @person`.');
    await handOverTo(asked, incident, name);
  },
};

/** The dialog behind the button: whom to give it to. */
export const askHandOver: Command = {
  ...handOverCommand,
  name: 'handover',
  changes: false,
  dialog: true,
  async run(asked) {
    const incident = await namedIncident(asked);
    if (incident === null) return;
    const people = responders(asked.services.facts.authority);
    await asked.dialog?.show(handOverForm(incident, people));
  },
};

/** Hands it over to someone of the configuration, who must be allowed to have it. */
export async function handOverTo(asked: Asked, incident: Incident, name: string): Promise<void> {
  const { authority } = asked.services.facts;
  const to = findPerson(name, asked.identity.userId, authority);
  if (to === null) {
    const meant = suggest(
      name.replace(/^@/, '').toLowerCase(),
      authority.people.map((person) => person.name),
    );
    const hint = meant === null ? '' : ` Did you mean ${code(`@${meant}`)}?`;
    return await asked.say(`hart knows no person ${code(name)} with a Slack account.${hint}`);
  }
  const permitted = await asked.mayOther(to.slackUserId ?? '', 'responder');
  if (permitted.kind === 'refusal')
    return await asked.refuse({
      kind: 'refusal',
      rule: 'holder-may-not',
      message: `${escape(to.person)} cannot have an incident: not a responder, or Slack could not say so (${permitted.rule}).`,
      hint: `Those who may: ${responders(authority).map(escape).join(', ') || 'nobody'}.`,
    });
  await actOn(asked, incident, { kind: 'hand-over', to }, `${escape(to.person)} has incident`);
}

/** Whom the dialog offers. Members of groups are not known here; the answer is looked at in any case. */
function responders({ people, roles }: Authority): readonly string[] {
  const { people: named = [], groups = [] } = roles.responder ?? {};
  return people
    .filter(({ name, slack }) => slack.length > 0 && (groups.length > 0 || named.includes(name)))
    .map(({ name }) => name);
}

/** By Slack's id, or by the name in `hart.yml`: never by a name that people give themselves in Slack. */
function findPerson(name: string, ownId: string, { people }: Authority): Actor | null {
  const id = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(name)?.[1];
  const wanted = name.replace(/^@/, '').toLowerCase();
  const found = people.find((person) =>
    id === undefined
      ? person.name.toLowerCase() === wanted || (wanted === 'me' && person.slack.includes(ownId))
      : person.slack.includes(id),
  );
  const slackUserId = id ?? found?.slack[0];
  return found === undefined || slackUserId === undefined
    ? null
    : { person: found.name, slackUserId };
}
