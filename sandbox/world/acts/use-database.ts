import type { ReadAct } from './act.ts';

/** `USE database`. */
export const useDatabase: ReadAct = (reader) => {
  if (!reader.take('USE')) return null;
  const name = reader.name();
  return ({ session }) => session.use(name);
};
