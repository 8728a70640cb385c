import { type Refusal, refuse } from '../../domain/authority.ts';

export function unknownRun(id: string): Refusal {
  return refuse('unknown-run', `There is no run ${id}.`, '`/hart runs` lists those there are.');
}

/** A plan rests on facts alone: without them there is none. */
export function notKnown(what: string, why: string): Refusal {
  return refuse(
    'facts',
    `No plan: ${what} could not be asked${why === '' ? '' : ` (${why})`}.`,
    'Ask again when the server answers; `hart doctor` says which right is missing.',
  );
}
