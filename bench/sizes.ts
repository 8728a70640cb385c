/** How much each bench does. */
export interface Sizes {
  /** Slash commands, to each of the two that are compared. */
  readonly commands: number;
  readonly atOnce: number;
  /** In so many turns, so that whatever else the machine does hits both alike. */
  readonly rounds: number;
  /** Fresh processes of each of the two; the median counts. */
  readonly pairs: number;
  readonly statusRuns: number;
  /** Milliseconds that a slow server takes for every statement. */
  readonly slowness: number;
  readonly cycles: number;
  readonly starts: number;
  readonly instances: number;
  readonly evaluations: number;
  /** Of samples in the store. */
  readonly historyDays: number;
  readonly statusViews: number;
  readonly stormInstances: number;
  readonly stormRules: number;
  readonly stormSeconds: number;
}

export const usualSizes: Sizes = {
  commands: 500,
  atOnce: 50,
  rounds: 5,
  pairs: 5,
  statusRuns: 10,
  slowness: 1000,
  cycles: 1000,
  starts: 3,
  instances: 100_000,
  evaluations: 1_000_000,
  historyDays: 84,
  statusViews: 200,
  stormInstances: 500,
  stormRules: 20,
  stormSeconds: 60,
};

/** `--long`: the slope of memory over ten times as many cycles, which takes the better part of an hour. */
export const longSizes: Sizes = { ...usualSizes, cycles: 10_000 };
