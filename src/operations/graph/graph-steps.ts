import type { Json } from '../../domain/json.ts';
import { named } from '../../domain/plan.ts';
import type { Answer } from '../../domain/target.ts';
import { MINUTE, SECOND } from '../../domain/time.ts';
import type {
  GraphAdmin,
  GraphArtifact,
  OperationPorts,
  StepContext,
  StepKind,
  StepOutcome,
} from '../acting/operation.ts';
import { stepFailed } from '../acting/step-failed.ts';
import { inputText } from './input-text.ts';

/** How long Neo4j may take until it answers after a start. */
const startPatience = 3 * MINUTE;

const stopped = 'Neo4j is stopped.';
const asBefore = 'Neo4j is as it was.';

function adminOf({ ports }: StepContext): GraphAdmin {
  if (ports.graphAdmin === null) throw new Error('A graph step without the tools of Neo4j');
  return ports.graphAdmin;
}

export const stopGraph: StepKind = {
  async perform(context) {
    // Never broken off: one that still shuts down cannot be started again.
    const answer = await adminOf(context).run({ act: 'stop' });
    if (!answer.ok) return broken(answer, 'Neo4j did not stop', asBefore);
    return await mustRun(context, false, 'Neo4j says it stopped, and still runs');
  },
  async examine(context) {
    const running = await adminOf(context).running();
    if (!running.ok) return { kind: 'unclear', why: 'whether Neo4j runs could not be found out' };
    if (running.value) return { kind: 'again', note: 'Neo4j still ran' };
    return { kind: 'done', note: 'Neo4j had stopped.' };
  },
};

export const startGraph: StepKind = {
  async perform(context) {
    const answer = await adminOf(context).run({ act: 'start' });
    if (!answer.ok) {
      // Of one that runs already its tools may say that as an error.
      const running = await adminOf(context).running();
      const leaves = running.ok ? stopped : 'Whether Neo4j runs is not known.';
      if (!running.ok || !running.value) return broken(answer, 'Neo4j did not start', leaves);
    }
    if (await answers(context.ports)) return { kind: 'done', note: 'It answers.' };
    return {
      kind: 'failed',
      why: 'Neo4j was started, and does not answer',
      detail: null,
      leaves: 'Look into its own log.',
    };
  },
  examine: async () => ({ kind: 'again', note: 'starting a Neo4j that runs does nothing' }),
};

/** Under this name a run remembers where the artifact of a database went. */
function writtenKey(database: string): string {
  return `written-${database}`;
}

/** Writes an artifact into a directory of the run's own: one that is there already is never touched. */
export const writeArtifact: StepKind = {
  async perform(context) {
    const { step, memory, run, signal } = context;
    const admin = adminOf(context);
    const database = inputText(step, 'database');
    const act = step.input['online'] === true ? 'backup' : 'dump';
    const leaves = act === 'backup' ? asBefore : stopped;
    const place = await placeFor(admin, database, memory['directory'], run.id);
    if (!place.ok) return broken(place, 'there is no place for the artifact', leaves);
    const directory = place.value;
    const answer = await admin.run({ act, database, directory }, signal);
    if (!answer.ok && answer.trouble.kind === 'cancelled')
      return { kind: 'cancelled', note: cancelledNote(answer, leaves), memory: { directory } };
    if (!answer.ok)
      return { ...broken(answer, 'the artifact was not written', leaves), memory: { directory } };
    const kept = { directory, [writtenKey(database)]: directory };
    return { kind: 'done', note: `Into ${named(directory)}.`, memory: kept };
  },
  async examine({ step }) {
    const database = inputText(step, 'database');
    const note = `what there is of ${named(database)} may be half, and stays where it is`;
    return { kind: 'again', note };
  },
};

/** Beside what it leaves: what could not be ended with it. */
function cancelledNote(
  { trouble }: Extract<Answer<unknown>, { ok: false }>,
  leaves: string,
): string {
  return trouble.detail === 'cancelled' ? leaves : `${upper(trouble.detail)}. ${leaves}`;
}

/** The run's directory; another where one of this database lies there already, since it may be half (S13). */
async function placeFor(
  admin: GraphAdmin,
  database: string,
  known: Json | undefined,
  runId: string,
): Promise<Answer<string>> {
  if (typeof known !== 'string') return await admin.makeDirectory(runId);
  const found = await admin.artifacts();
  if (!found.ok) return found;
  const taken = found.value.some((each) => each.directory === known && each.database === database);
  return taken ? await admin.makeDirectory(runId) : { ok: true, value: known };
}

export const readBackArtifacts: StepKind = {
  async perform(context) {
    const { plan, memory, signal } = context;
    const admin = adminOf(context);
    const found = await admin.artifacts();
    if (!found.ok) return broken(found, 'the artifacts cannot be listed', asBefore);
    const lines: string[] = [];
    for (const step of plan.steps.filter(({ does }) => does === 'write')) {
      const database = inputText(step, 'database');
      const directory = memory[writtenKey(database)];
      const artifact = found.value.find(
        (each) => each.directory === directory && each.database === database,
      );
      if (artifact === undefined)
        return failedWith(`the artifact of ${named(database)} is not there`, asBefore);
      const read = await admin.inspect(artifact, signal);
      if (!read.ok && read.trouble.kind === 'cancelled')
        return { kind: 'cancelled', note: 'Written, not read back.' };
      if (!read.ok) return broken(read, `${named(artifact.file)} cannot be read back`, asBefore);
      lines.push(artifactWords(artifact, read.value));
    }
    return { kind: 'done', note: lines.join('; '), memory: { artifacts: lines } };
  },
  examine: async () => ({ kind: 'again', note: 'reading changes nothing' }),
};

function artifactWords(
  { directory, file }: GraphArtifact,
  { bytes, sha256 }: { readonly bytes: number; readonly sha256: string },
): string {
  return `${named(`${directory}/${file}`)}, ${bytes} bytes, SHA-256 ${sha256.slice(0, 16)}…`;
}

/** That it is there does not say that it works: a node is written, read and removed, and the constraints are counted. */
export const proveGraph: StepKind = {
  async perform({ ports, run, plan }) {
    const parameters = { run: { type: 'text', value: run.id } } as const;
    const wrote = await ports.changeGraph.ask('graph-proof-write', parameters);
    if (!wrote.ok) return broken(wrote, 'the graph does not take writes', 'Neo4j runs.');
    const read = await ports.graph.ask('graph-proof-read', parameters);
    if (!read.ok) return broken(read, 'the graph cannot be read', 'Neo4j runs.');
    const removed = await ports.changeGraph.ask('graph-proof-remove', parameters);
    if (!removed.ok) return broken(removed, 'the proof cannot be removed', 'Neo4j runs.');
    if (Number(read.value[0]?.['found']) !== 1)
      return failedWith('what was written was not read again', 'Neo4j runs.');
    const constraints = await ports.graph.ask('graph-constraints');
    if (!constraints.ok) return broken(constraints, 'no constraints to be seen', 'Neo4j runs.');
    const names = new Set(constraints.value.map((row) => String(row['name'])));
    const before = plan.memory['constraints'];
    const lost = (Array.isArray(before) ? before : [])
      .map(String)
      .filter((name) => !names.has(name));
    if (lost.length > 0)
      return failedWith(
        `constraints are missing: ${lost.map(named).join(', ')}`,
        'Neo4j runs. Create them before the sync worker goes on, or it makes nodes twice.',
      );
    return { kind: 'done', note: `Writes, reads, ${names.size} constraints present.` };
  },
  examine: async () => ({ kind: 'again', note: 'the proof can be made anew' }),
};

/** Puts what an artifact holds in place of what is there. */
export const loadArtifact: StepKind = {
  async perform(context) {
    const { step } = context;
    const database = inputText(step, 'database');
    const directory = inputText(step, 'directory');
    const act = step.input['online'] === true ? 'restore' : 'load';
    const answer = await adminOf(context).run({ act, database, directory });
    if (answer.ok) return { kind: 'done', note: `${named(directory)} is in place.` };
    const undo = context.memory[writtenKey(database)];
    const way = typeof undo === 'string' ? `What was there before lies in ${named(undo)}.` : '';
    return broken(answer, 'the artifact was not loaded', `The store may be half replaced. ${way}`);
  },
  examine: async () => ({ kind: 'again', note: 'a load replaces whatever a broken one left' }),
};

/** Undoes a load that failed or was stopped: what was dumped before it takes its place again (S34). */
export const loadBack: StepKind = {
  async perform(context) {
    const database = inputText(context.step, 'database');
    const directory = context.memory[writtenKey(database)];
    if (typeof directory !== 'string')
      return failedWith('what was there before was not dumped', 'The store may be half replaced.');
    const answer = await adminOf(context).run({ act: 'load', database, directory });
    if (answer.ok)
      return {
        kind: 'done',
        note: `${named(database)} holds again what it held before, from ${named(directory)}.`,
      };
    return broken(
      answer,
      'what was there before was not loaded back',
      `The store may be half replaced. What was there before lies in ${named(directory)}: load it by hand, then start Neo4j.`,
    );
  },
  examine: async () => ({ kind: 'again', note: 'a load replaces whatever a broken one left' }),
};

async function mustRun(context: StepContext, wanted: boolean, why: string): Promise<StepOutcome> {
  const running = await adminOf(context).running();
  if (!running.ok)
    return broken(running, 'whether Neo4j runs is not known', 'It was told to stop.');
  return running.value === wanted ? { kind: 'done', note: null } : failedWith(why, asBefore);
}

async function answers({ graph, now, sleep }: OperationPorts): Promise<boolean> {
  const deadline = now() + startPatience;
  while (now() < deadline) {
    const answer = await graph.ask('graph-server');
    if (answer.ok) return true;
    await sleep(SECOND);
  }
  return false;
}

function failedWith(why: string, leaves: string): StepOutcome {
  return stepFailed(`${upper(why)}.`, null, leaves);
}

function broken(
  { trouble }: Extract<Answer<unknown>, { ok: false }>,
  why: string,
  leaves: string,
): Extract<StepOutcome, { kind: 'failed' }> {
  return stepFailed(`${upper(why)}.`, trouble.detail, leaves);
}

function upper(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
