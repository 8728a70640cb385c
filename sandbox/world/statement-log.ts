import type { Instant } from './clock.ts';

/** One statement that a server of the sandbox received. */
export interface Statement {
  readonly at: Instant;
  readonly target: 'sql-server' | 'neo4j' | 'api';
  readonly login: string;
  readonly database: string;
  readonly text: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly ms: number;
  readonly rows: number;
  readonly error: string | null;
}

export interface StatementLog {
  add(statement: Statement): void;
  list(since?: Instant): readonly Statement[];
  clear(): void;
}

/** So many are kept: the demo may run for days. */
const LIMIT = 5000;

export function createStatementLog(): StatementLog {
  let statements: Statement[] = [];
  return {
    add(statement) {
      statements.push(statement);
      if (statements.length > 2 * LIMIT) statements = statements.slice(-LIMIT);
    },
    list: (since = Number.NEGATIVE_INFINITY) => statements.filter(({ at }) => at >= since),
    clear() {
      statements = [];
    },
  };
}
