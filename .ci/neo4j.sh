#!/usr/bin/env bash
# Starts a real Neo4j 5 Community on a free port of 127.0.0.1, prints `bolt://neo4j:PASSWORD@127.0.0.1:PORT` on
# stdout, and runs until it gets a signal. Needs Java 17 and Maven; downloads go to ~/.m2 only.
#
#   .ci/neo4j.sh > /tmp/neo4j.uri & HART_TEST_NEO4J=$(...) npx vitest run test/integration/neo4j.test.ts
#   .ci/neo4j.sh -- COMMAND...      runs COMMAND with HART_TEST_NEO4J set, then stops
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)/neo4j
work=$(mktemp -d)
server=
stop() {
  if [[ -n $server ]]; then kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; fi
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

# Version numbers are pinned in the pom, so a class path resolved once stays right: no network the second time.
mvn -q -B -o -f "$here/pom.xml" dependency:build-classpath -Dmdep.outputFile="$work/classpath" >/dev/null 2>&1 ||
  mvn -q -B -f "$here/pom.xml" dependency:build-classpath -Dmdep.outputFile="$work/classpath" >&2
classpath=$(cat "$work/classpath")

password=$(head -c 12 /dev/urandom | od -An -tx1 | tr -d ' \n')
mkdir "$work/home"
mkfifo "$work/out"
java -Xmx512m -cp "$classpath" "$here/Neo4jForTests.java" "$work/home" "$password" >"$work/out" 2>"$work/log" &
server=$!
if ! read -r uri <"$work/out"; then
  cat "$work/log" >&2
  exit 1
fi

if [[ ${1:-} == -- ]]; then
  shift
  HART_TEST_NEO4J=$uri "$@"
  exit
fi
echo "$uri"
wait "$server"
