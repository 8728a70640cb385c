import { helpOf } from '../../domain/incident-help.ts';
import type { Button } from '../buttons/click.ts';
import type { Order } from '../commands/command.ts';
import { namedIncident } from '../commands/incident-act.ts';
import { proposeInDialog } from './propose-in-dialog.ts';

const helpOrder: Order = {
  name: 'help-incident',
  role: 'operator',
  changes: false,
  dialog: true,
  async run(asked) {
    const incident = await namedIncident(asked);
    if (incident === null) return;
    const help = helpOf(incident);
    if (help === null)
      return await asked.say('What the check names cannot be done for this incident by one press.');
    await proposeInDialog(asked, help.operation, help.options, incident.id);
  },
};

/** Proposes what usually helps against an incident: the plan is shown, and nothing happens before it is agreed to. */
export const helpIncident: Button = ({ asker, value }, { dispatch }) =>
  dispatch.order(asker, { incident: value }, [value], helpOrder);
