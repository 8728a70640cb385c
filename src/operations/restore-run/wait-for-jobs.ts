import { named, type PlanStep } from '../../domain/plan.ts';
import type { RestoreOptions } from '../../domain/restore-choices.ts';
import { planStep } from '../acting/plan-step.ts';
import type { RestoreFacts } from './facts.ts';

interface Parts {
  readonly facts: Pick<RestoreFacts, 'jobs'>;
  readonly options: Pick<RestoreOptions, 'whileJobsRun'>;
}

/** The first step of a restore in place, whichever way: none where someone takes the jobs upon them (S23). */
export function jobsSteps({ facts: { jobs }, options }: Parts): readonly PlanStep[] {
  if (options.whileJobsRun === true) return [];
  const now = jobs === null ? 'not known' : `${jobs.length}`;
  return [
    planStep({
      id: 'jobs',
      does: 'jobs',
      title: `Wait until no job is enabled that backs up or cleans up (now: ${now})`,
      brokenOff: 'The jobs were waited for no longer.',
      why: 'so that none takes the log meanwhile, or deletes what leads back',
    }),
  ];
}

/** Which jobs those are, by name. */
export function jobWarnings({ facts: { jobs }, options }: Parts): readonly string[] {
  if (jobs === null)
    return options.whileJobsRun === true
      ? []
      : [
          'Which jobs back up or clean up is not known: it goes no further until the reader sees them. Or order it with “while they run”.',
        ];
  if (jobs.length === 0) return [];
  const names = jobs.map(named).join(', ');
  return options.whileJobsRun === true
    ? [
        `These jobs back up or clean up, and it does not wait for them: ${names}. One that backs up the log meanwhile fails; one that cleans up may delete what leads back.`,
      ]
    : [
        `Disable these jobs first, they back up or clean up: ${names}. It waits 10 minutes for that.`,
      ];
}
