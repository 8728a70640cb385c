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

/** A program within a container, whose own PATH may find it. */
const programWithin = z.array(z.string().min(1)).min(1, 'names no program');

const everywhere = {
  /** As the bot sees it: artifacts are listed and read there. */
  dumpDirectory: z.string().min(1),
  /** Where the Enterprise edition answers backups: `host:6362`. */
  backupFrom: z.string().min(1).optional(),
  /** How long one dump, load or check may take. */
  timeout: durationField.prefault('2h'),
};

/** On the bot's own machine. */
const local = z.strictObject({
  kind: z.literal('local').optional(),
  /** neo4j-admin; its words (`database dump …`) are added. */
  command: program,
  stop: program,
  start: program,
  /** Ends with 0 while Neo4j runs, and with 3 where it does not. */
  status: program.optional(),
  ...everywhere,
});

/** In a container on the bot's own machine, by `docker` or `podman`. */
const container = z.strictObject({
  kind: z.literal('container'),
  runtime: program,
  /** What begins with a sign could be read as an option. */
  container: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'is no name of a container'),
  /**
   * Neo4j is the container's main process, so both stop together: what needs it stopped then runs in a container of its
   * own, from this image, with the volumes of the other. Left out: Neo4j is a service in a container that goes on.
   */
  image: z
    .string()
    .regex(/^[a-z0-9][\w./:@-]*$/, 'is no name of an image')
    .optional(),
  command: programWithin.default(['neo4j-admin']),
  /** Without an image: `neo4j stop`, `start` and `status`. */
  service: programWithin.default(['neo4j']),
  /** The dump directory as the container sees it. */
  containerDirectory: z.string().regex(/^\//, 'must be a whole path').optional(),
  ...everywhere,
});

/** Where the tools of Neo4j are; without them dumps and restores of the graph are steps for people. */
export const neo4jAdminSchema = z.discriminatedUnion('kind', [local, container]);
