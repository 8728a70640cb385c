import { z } from 'zod';
import { durationField } from './fields.ts';

/** A program and its arguments, run without a shell; the program by its whole path, so that no PATH decides which. */
const program = z
  .array(z.string().min(1))
  .min(1, 'names no program')
  .refine(
    ([first]) => /^(?:\/|[A-Za-z]:\\)/.test(first ?? ''),
    'must begin with the whole path of a program',
  );

/** The tools of a Neo4j on the bot's own machine; without them dumps and restores of the graph are steps for people. */
export const neo4jAdminSchema = z.strictObject({
  kind: z.literal('local').default('local'),
  /** neo4j-admin; its words (`database dump …`) are added. */
  command: program,
  stop: program,
  start: program,
  /** Ends with 0 while Neo4j runs, and with 3 where it does not. */
  status: program.optional(),
  dumpDirectory: z.string().min(1),
  /** Where the Enterprise edition answers backups: `host:6362`. */
  backupFrom: z.string().min(1).optional(),
  /** How long one dump, load or check may take. */
  timeout: durationField.prefault('2h'),
});
