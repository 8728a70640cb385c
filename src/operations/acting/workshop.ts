import type { Run } from '../../domain/run.ts';
import type { Duration } from '../../domain/time.ts';
import { carryOut } from './carry-out.ts';
import type { Engine } from './engine.ts';
import type { Operation, OperatorSession } from './operation.ts';

/** A run under way in this process. */
export interface Work {
  readonly operation: Operation;
  /** As this process knows it: what is stored, unless the store cannot be written. */
  run: Run;
  /** Null for operations that touch no SQL Server, and while a lost one is not opened anew. */
  session: OperatorSession | null;
  /** Aborted by a cancel. */
  readonly cancel: AbortController;
  /** hart ends without it: nothing more is written or begun. */
  abandoned: boolean;
  /** What could not be written yet stands in `run` alone. */
  unwritten: boolean;
  /** How often a step was looked at again after its connection was lost. */
  readonly lookedAgain: Map<string, number>;
}

/** The runs under way in this process. */
export interface Workshop {
  /** False: somebody is starting or taking over this run already. */
  claim(id: string): boolean;
  release(id: string): void;
  launch(work: Pick<Work, 'run' | 'operation' | 'session'>): void;
  get(id: string): Work | undefined;
  all(): readonly Work[];
  /** Waits at most `wait` for what is under way; answers what is left, and lets go of it. */
  close(wait: Duration): Promise<readonly Work[]>;
}

export function createWorkshop(engine: Engine): Workshop {
  const { sleep, log } = engine.parts;
  const claimed = new Set<string>();
  const works = new Map<string, Work>();
  const ends = new Map<string, Promise<void>>();

  return {
    claim(id) {
      if (claimed.has(id) || works.has(id)) return false;
      claimed.add(id);
      return true;
    },
    release: (id) => void claimed.delete(id),
    launch({ run, operation, session }) {
      const work: Work = {
        run,
        operation,
        session,
        cancel: new AbortController(),
        abandoned: false,
        unwritten: false,
        lookedAgain: new Map(),
      };
      works.set(run.id, work);
      const end = carryOut(engine, work)
        .catch((err: unknown) => log.error({ err, run: run.id }, 'A run broke off'))
        .finally(() => {
          works.delete(run.id);
          ends.delete(run.id);
        });
      ends.set(run.id, end);
    },
    get: (id) => works.get(id),
    all: () => [...works.values()],
    async close(wait) {
      if (ends.size > 0) await Promise.race([Promise.all(ends.values()), sleep(wait)]);
      const left = [...works.values()];
      for (const work of left) {
        work.abandoned = true;
        await work.session?.close();
      }
      return left;
    },
  };
}
