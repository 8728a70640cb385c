import { statementFile } from '../clients/statement-file.ts';
import type { Answer, QueryLimits, ResultRow, StatementParameters } from '../domain/target.ts';
import { SECOND } from '../domain/time.ts';
import { fillCypher, fillTemplate } from '../operations/acting/fill-template.ts';
import type { FactReader } from '../operations/acting/operation.ts';

// A backup history of years is large, and still has to be read whole.
const limits: QueryLimits = { timeout: 60 * SECOND, maxRows: 500_000, maxBytes: 400_000_000 };

type Query = (
  statement: string,
  parameters: StatementParameters,
  limits: QueryLimits,
) => Promise<Answer<ResultRow[]>>;

/** Reads the files of a folder of `sql/` by name, with names filled in. */
export function factFiles(
  query: Query,
  folder: 'facts' | 'operations',
  ending: 'sql' | 'cypher',
  configured: string,
): FactReader {
  const read = rememberedFiles(folder, ending);
  const fill = ending === 'sql' ? fillTemplate : fillCypher;
  return {
    ask: async (name, parameters = {}, names = {}) =>
      query(fill(read(name), { HartDatabase: configured, ...names }), parameters, limits),
  };
}

/** The texts of the files of a folder, each read once; a name may bring another ending. */
export function rememberedFiles(folder: string, ending: string): (name: string) => string {
  const texts = new Map<string, string>();
  return (name) => {
    const file = name.includes('.') ? name : `${name}.${ending}`;
    const text = texts.get(name) ?? statementFile(`${folder}/${file}`);
    texts.set(name, text);
    return text;
  };
}
