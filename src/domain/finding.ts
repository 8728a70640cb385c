/** One thing that the doctor looked at. */
export interface Finding {
  /** What was looked at: `Slack token`, `reader login of production`. */
  readonly subject: string;
  /** `fault`: something will not work. `warning`: it works, and not as it should. */
  readonly state: 'ok' | 'warning' | 'fault';
  readonly detail: string;
  /** What to do; empty when all is well. */
  readonly hint: string;
}
