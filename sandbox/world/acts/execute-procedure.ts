import type { Parameter, WireValue } from '../../tds/wire-value.ts';
import type { ReadAct } from './act.ts';
import { callProcedure } from './procedures.ts';
import type { StatementReader } from './statement-reader.ts';

/** `EXEC [database.][schema.]procedure [@name =] value [OUTPUT], …` */
export const executeProcedure: ReadAct = (reader) => {
  if (!reader.take('EXEC') && !reader.take('EXECUTE')) return null;
  const from = reader.mark();
  reader.objectName();
  const written = reader.source(from).trim();
  const params: Parameter[] = [];
  if (!reader.done() && !reader.at(';')) {
    do params.push(argument(reader));
    while (reader.take(','));
  }
  return (context) => callProcedure(written, params, context);
};

function argument(reader: StatementReader): Parameter {
  const isNamed = reader.peek().kind === 'parameter' && reader.peek(1).text === '=';
  const name = isNamed ? reader.peek().text.slice(1) : '';
  if (isNamed) {
    reader.word();
    reader.take('=');
  }
  const value =
    reader.peek().kind === 'word' && !reader.at('NULL') ? reader.name() : reader.value();
  const output = reader.take('OUTPUT') || reader.take('OUT');
  return { name, value, output, type: typeOf(value) };
}

function typeOf(value: WireValue): Parameter['type'] {
  return typeof value === 'number' ? { type: 'int' } : { type: 'nvarchar', length: 'max' };
}
