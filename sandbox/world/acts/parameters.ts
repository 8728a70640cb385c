import type { Parameter, WireType, WireValue } from '../../tds/wire-value.ts';
import { plainValue } from '../plain-value.ts';
import type { ActContext } from './act-context.ts';
import { raise } from './denials.ts';
import type { Arguments } from './procedure.ts';

/** The parameters of a procedure: by name, in their order. */
export type Signature = readonly {
  readonly name: string;
  /** Undefined: the caller must give it. */
  readonly standard?: WireValue;
}[];

/** The values of one call; what it returns goes back under the same names. */
export interface Values {
  text(name: string): string | null;
  number(name: string): number | null;
  bit(name: string): boolean | null;
  /** Sent if the caller asked for it by OUTPUT. */
  give(name: string, type: WireType, value: WireValue): void;
}

/** Reads a call: 201 for what is missing, 8145 for a name that there is not, 8144 for too many. */
export function readValues(
  procedure: string,
  signature: Signature,
  args: Arguments,
  context: ActContext,
): Values {
  const known = signature.map(({ name }) => name.toLowerCase());
  for (const { name } of args.given)
    if (name !== '' && !known.includes(name.toLowerCase()))
      raise({
        number: 8145,
        state: 2,
        message: `@${name} is not a parameter for procedure ${procedure}.`,
      });
  if (args.given.length > signature.length)
    raise({
      number: 8144,
      state: 2,
      message: `Procedure or function ${procedure} has too many arguments specified.`,
    });
  const found = new Map<string, Parameter | undefined>();
  for (const [position, { name, standard }] of signature.entries()) {
    const given = args.find(name, position);
    if (!given && standard === undefined)
      raise({
        number: 201,
        state: 4,
        message: `Procedure or function '${procedure}' expects parameter '@${name}', which was not supplied.`,
      });
    found.set(name, given);
  }
  const valueOf = (name: string): WireValue =>
    found.get(name)?.value ?? signature.find((one) => one.name === name)?.standard ?? null;
  return {
    text(name) {
      const value = valueOf(name);
      const plain = plainValue(value);
      return plain === null ? null : String(plain);
    },
    number(name) {
      const value = valueOf(name);
      return value === null ? null : Number(value);
    },
    bit(name) {
      const value = valueOf(name);
      return value === null ? null : value === true || Number(value) === 1;
    },
    give(name, type, value) {
      const asked = found.get(name);
      if (asked?.output) context.returnValue(asked.name || name, type, value);
    },
  };
}
