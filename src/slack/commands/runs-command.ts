import { runCardKey } from '../../domain/run-card-key.ts';
import { runsBlocks } from '../blocks/runs.ts';
import { aboutRun } from '../runs/named-run.ts';
import { askCancel } from '../runs/run-orders.ts';
import type { Command } from './command.ts';

const SHOWN = 20;

export const runsCommand: Command = {
  name: 'runs',
  usage: '/hart runs',
  role: 'viewer',
  summary: 'What runs, what waits for approval, what ran',
  example: '/hart runs',
  details:
    'The newest runs of the environment with who asked, how they ended and how long they took. Each leads to its message in the ops channel.',
  needsEnvironment: true,
  changes: false,
  async run({ environment, services, view, now, answer }) {
    const runs = await services.acting.list(environment, SHOWN);
    const listed = await Promise.all(
      runs.map(async (run) => {
        const place = await services.whereIs(runCardKey(run.id), 0);
        return { run, url: place === null ? null : view.link(place) };
      }),
    );
    await answer((id) => runsBlocks(environment, listed, now(), id));
  },
};

export const cancelCommand: Command = {
  ...askCancel,
  name: 'cancel',
  usage: '/hart cancel RUN',
  summary: 'Ends a run that goes on, or withdraws one that waits',
  example: '/hart cancel R204',
  details:
    'Says first what it leaves behind. The one who asked for the run or an approver may, until something is being overwritten; after that a cancel is a plan of its own.',
  needsEnvironment: false,
  about: aboutRun,
};
