/** Why a person cannot do this here: a status and words for the control API. */
export class PersonRefusal extends Error {
  readonly status: 400 | 403 | 404 | 409;

  constructor(status: 400 | 403 | 404 | 409, message: string) {
    super(message);
    this.status = status;
  }
}
