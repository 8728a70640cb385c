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

/**
 * The same for Cypher: `` `$(Label)` `` becomes the quoted label. Labels are plain words here (safety rule S33), since
 * they come from a table that people fill.
 *
 * @throws Error for a place that nobody filled, and for a label that is no plain word
 */
export function fillCypher(text: string, names: Readonly<Record<string, string>>): string {
  return text.replaceAll(/`\$\((\w+)\)`/g, (place, key: string) => {
    const name = names[key];
    if (name === undefined) throw new Error(`Nothing fills the place ${place}`);
    if (!/^[A-Za-z]\w*$/.test(name)) throw new Error(`${JSON.stringify(name)} is no plain label`);
    return `\`${name}\``;
  });
}
