import { type BlockFault, faultMessage } from '../rules/shapes.ts';
import type { Json } from '../types.ts';

/** Slack's `{"ok": false, "error": …}`: thrown by a method, sent by the server. */
export class ApiRefusal extends Error {
  readonly error: string;
  readonly fields: Json;

  constructor(error: string, fields: Json = {}) {
    super(error);
    this.error = error;
    this.fields = fields;
  }
}

export function refuseFaults(error: string, faults: readonly BlockFault[]): never {
  const messages = faults.map(faultMessage);
  throw new ApiRefusal(error, {
    errors: faults.map(({ message }) => message),
    response_metadata: { messages },
  });
}
