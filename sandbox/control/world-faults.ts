import { type SlackFaultName, slackFaultNames } from '../slack/types.ts';
import type { ControlPorts, FaultState } from './ports.ts';
import { ControlRefusal } from './refusal.ts';

function isSlackFault(name: string): name is SlackFaultName {
  return slackFaultNames.some((known) => known === name);
}

/** Switches a fault in the world, and in Slack where it is one of Slack's; answers its state. */
export async function setFault(
  { world, slack }: ControlPorts,
  request: {
    readonly fault: string;
    readonly on: boolean;
    readonly with: Readonly<Record<string, unknown>>;
  },
): Promise<FaultState> {
  const { fault, on, with: given } = request;
  try {
    await world.setFault(fault, on, given);
  } catch (error) {
    if (error instanceof Error && error.name === 'UnknownFaultError')
      throw new ControlRefusal(404, error.message);
    if (error instanceof Error && error.name === 'FaultArgumentError')
      throw new ControlRefusal(400, error.message);
    throw error;
  }
  if (isSlackFault(fault)) slack.setFault(fault, on);
  slack.state.changes.emit('faults');
  return world.faults().find(({ name }) => name === fault) ?? { name: fault, on, with: given };
}
