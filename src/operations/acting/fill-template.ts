import { quoteName } from '../restore/quote.ts';

/**
 * A statement file with its names filled in: `[$(HartDatabase)]` becomes the quoted name, so that a DBA can run the same
 * file by `sqlcmd -v HartDatabase=…`. Only names go in this way; values are parameters.
 *
 * @throws Error when the file has a place that nobody filled
 */
export function fillTemplate(text: string, names: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\[\$\((\w+)\)\]/g, (place, key: string) => {
    const name = names[key];
    if (name === undefined) throw new Error(`Nothing fills the place ${place}`);
    return quoteName(name);
  });
}
