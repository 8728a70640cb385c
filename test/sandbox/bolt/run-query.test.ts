import { describe, expect, it } from 'vitest';
import { runQuery } from '../../../sandbox/bolt/cypher/run-query.ts';
import type { Value } from '../../../sandbox/bolt/value.ts';
import { testGraph } from '../../support/test-graph.ts';

const graph = testGraph('Atom');

function rowsOf(query: string, parameters: Readonly<Record<string, Value>> = {}) {
  return runQuery(query, parameters, graph).rows;
}

/** Each line was compared with a real Neo4j 5.26 as well: see test/integration/neo4j.test.ts. */
describe('a query over the simulated graph', () => {
  it.each<[string, readonly (readonly Value[])[]]>([
    ['MATCH (n:Atom) RETURN count(n) AS n', [[4n]]],
    ['MATCH (n:Nothing) RETURN count(n) AS n', [[0n]]],
    ['MATCH (n:Atom) WHERE n.tenantId = 1 RETURN n.id AS id ORDER BY id DESC', [[3n], [2n]]],
    [
      'MATCH (n:Atom) RETURN n.tenantId AS t, count(*) AS c ORDER BY t',
      [
        [0n, 1n],
        [1n, 2n],
        [2n, 1n],
      ],
    ],
    ['MATCH (n:Atom) RETURN count(n.score) AS c, avg(n.score) AS a', [[3n, 5 / 3]]],
    ['MATCH (n:Atom) RETURN n.score AS s ORDER BY s DESC LIMIT 1', [[null]]],
    ['RETURN 7 / 2 AS a, 7 / 2.0 AS b, 1 + null AS c', [[3n, 3.5, null]]],
    ['RETURN null AND false AS a, null OR true AS b, NOT null AS c', [[false, true, null]]],
    ["SHOW DATABASES YIELD name AS n, currentStatus WHERE n <> 'system' RETURN n", [['neo4j']]],
    [
      'CALL dbms.components() YIELD versions, edition RETURN versions[0] AS v, edition LIMIT 1',
      [['5.26.0', 'community']],
    ],
  ])('%s', (query, expected) => {
    expect(rowsOf(query)).toEqual(expected);
  });

  it('takes its parameters', () => {
    expect(
      rowsOf('MATCH (a:Atom) WITH count(a) AS n RETURN $atoms - n AS missing', { atoms: 10n }),
    ).toEqual([[6n]]);
  });

  it.each([
    ['CREATE (n:Atom) RETURN n', 'SyntaxError'],
    ['MATCH (a)-[r]->(b) RETURN count(r) AS n', 'SyntaxError'],
    ['MATCH (n:Atom) RETURN n', 'SyntaxError'],
    ['MATCH (n:Atom) RETURN m.id AS id', 'SyntaxError'],
    ['RETURN frobnicate(1) AS x', 'SyntaxError'],
    ['SHOW SETTINGS', 'SyntaxError'],
    ['RETURN 1 AS a; RETURN 2 AS b', 'SyntaxError'],
    ['SHOW DATABASES RETURN name', 'SyntaxError'],
    ['RETURN $x AS x', 'ParameterMissing'],
    ['RETURN 1 / 0 AS x', 'ArithmeticError'],
    ['CALL db.indexes() YIELD name RETURN name', 'ProcedureNotFound'],
  ])('is refused when it is %s', (query, code) => {
    expect(() => rowsOf(query)).toThrow(
      expect.objectContaining({ code: expect.stringContaining(code) }),
    );
  });
});

describe('a query that writes', () => {
  function changing() {
    const own = testGraph('Atom');
    const run = (query: string, id: Value = 'R1', access?: 'read' | 'write') =>
      runQuery(query, { id }, own, access).rows;
    return { run, many: () => own.count(null) };
  }

  it('makes a node once', () => {
    const { run, many } = changing();
    const merge = 'MERGE (p:Proof {id: $id}) RETURN p.id AS id';
    expect([run(merge), run(merge), run(merge, 'R2')]).toEqual([[['R1']], [['R1']], [['R2']]]);
    expect(many()).toBe(6);
    expect(run('MATCH (p:Proof {id: $id}) RETURN count(p) AS n')).toEqual([[1n]]);
  });

  it('removes what it has matched and nothing else', () => {
    const { run, many } = changing();
    run('UNWIND $id AS key MATCH (a:Atom {id: key}) DETACH DELETE a', [1n, 3n]);
    expect(many()).toBe(2);
    expect(run('MATCH (a:Atom) RETURN a.id AS id ORDER BY id')).toEqual([[2n], [4n]]);
    run('MATCH (p:Proof {id: $id}) DELETE p');
    expect(many()).toBe(2);
  });

  it.each(['MERGE (p:Proof {id: $id})', 'MATCH (a:Atom) DELETE a'])(
    'is refused to who may only read: %s',
    (query) => {
      const { run, many } = changing();
      expect(() => run(query, 'R1', 'read')).toThrow('Writing in read access mode not allowed');
      expect(many()).toBe(4);
    },
  );

  it.each(['MERGE (p {id: 1}) RETURN 1', 'DELETE x', 'MATCH (a:Atom) DELETE b', 'MATCH (a:Atom)'])(
    'is not understood: %s',
    (query) => {
      expect(() => changing().run(query)).toThrow(/not understood|not defined|RETURN clause/);
    },
  );
});
