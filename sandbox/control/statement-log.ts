/** One statement that a database or the API received. */
export interface Statement {
  /** The world's time, ISO. */
  readonly at: string;
  readonly target: 'sql-server' | 'neo4j' | 'api';
  readonly login: string | null;
  readonly database: string | null;
  readonly text: string;
  readonly params: unknown;
  readonly ms: number;
  readonly rows: number | null;
  readonly error: string | null;
}

export interface StatementLog {
  add(statement: Statement): void;
  list(): readonly Statement[];
  clear(): void;
}

const kept = 20_000;

/** Keeps the newest statements, oldest first. */
export function createStatementLog(): StatementLog {
  let statements: Statement[] = [];
  return {
    add(statement) {
      statements.push(statement);
      if (statements.length > kept) statements = statements.slice(-kept / 2);
    },
    list: () => statements,
    clear() {
      statements = [];
    },
  };
}
