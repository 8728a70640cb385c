/** A call of the control API that cannot be served: a 4xx status and words for the caller. */
export class ControlRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
