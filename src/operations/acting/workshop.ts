import type { Duration } from '../../domain/time.ts';
import { carryOut } from './carry-out.ts';
import type { Engine } from './engine.ts';
import type { Work } from './work.ts';

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
