import { formatInstant } from '../alerting/instant.ts';
import type { InstanceDelta } from '../alerting/model.ts';
import { replay } from '../alerting/replay.ts';
import type { ReplayInput } from '../alerting/replay-model.ts';
import type { Check } from '../domain/check.ts';
import type { Content, WantedMessage } from '../domain/message.ts';
import { HOUR, type Instant, MINUTE } from '../domain/time.ts';
import { fit } from '../slack/blocks/block-limits.ts';
import { blankMemory, type Memory, remember } from '../watching/memory.ts';
import { nextStepAt } from '../watching/next-step.ts';
import type { IncidentWriter } from '../watching/ports.ts';
import { decideStep, type StepSettings } from '../watching/step.ts';
import { incidentWriter } from './incident-writer.ts';
import { zoneOffset } from './zone-offset.ts';

/** One message as Slack would have been given it at that moment. */
export interface RenderedMessage extends Content {
  readonly at: string;
  readonly key: string;
  /** `edit`: the message of this key says this from now on. */
  readonly action: 'post' | 'edit';
  /** The root's key, for a reply in its thread. */
  readonly thread: string | null;
  readonly broadcast: boolean;
}

/** As an escalation is configured where nobody says otherwise. */
const duty = {
  heldFor: 8 * HOUR,
  remindBefore: 30 * MINUTE,
  escalation: [10 * MINUTE, 30 * MINUTE],
};

/**
 * The messages of a replay: the same instances through the same step that the bot takes, in simulated time. Mentions
 * name nobody, since the file does not say who was on call.
 */
export function renderReplay(input: ReplayInput): readonly RenderedMessage[] {
  const deltas = new Map<Instant, InstanceDelta[]>();
  replay(input, zoneOffset, (at, delta) => {
    const others = deltas.get(at);
    if (others === undefined) deltas.set(at, [delta]);
    else others.push(delta);
  });
  const moments = [...deltas.keys()].toSorted((one, other) => one - other);
  const end = input.until ?? input.times.reduce((last, at) => Math.max(last, at), 0);
  const rendered: RenderedMessage[] = [];
  const posted = new Set<string>();
  let memory: Memory = { ...blankMemory, silences: silencesOf(input) };

  function step(at: Instant, delta: InstanceDelta): void {
    const settings = settingsOf(
      input,
      incidentWriter(
        () => at,
        () => ({ users: [], group: null }),
      ),
    );
    const decided = decideStep(memory, delta, null, at, settings);
    memory = remember(memory, decided.change, null, decided.words);
    for (const message of decided.messages) {
      rendered.push(renderedAt(at, message, posted.has(message.key)));
      posted.add(message.key);
    }
  }

  function stepUntil(moment: Instant, now: Instant, isDue: (at: Instant) => boolean): void {
    let from = now;
    for (
      let at = nextStepAt(memory, duty, from);
      at !== null && at >= from && at <= moment && isDue(at);
      at = nextStepAt(memory, duty, from)
    ) {
      step(at, { changed: [], removed: [], transitions: [] });
      if (nextStepAt(memory, duty, at) === at) return;
      from = at;
    }
  }

  let now = moments[0] ?? end;
  for (const at of moments) {
    if (at > end) break;
    // What is due at the very moment is seen to together with what happens then.
    stepUntil(at, now, (due) => due < at);
    step(at, joined(deltas.get(at) ?? []));
    now = at;
  }
  stepUntil(end, now, () => true);
  return rendered;
}

function renderedAt(at: Instant, message: WantedMessage, isEdit: boolean): RenderedMessage {
  const { key, thread, broadcast, content } = message;
  return {
    at: formatInstant(at),
    key,
    action: isEdit ? 'edit' : 'post',
    thread,
    broadcast,
    ...fit(content),
  };
}

function joined(deltas: readonly InstanceDelta[]): InstanceDelta {
  return {
    changed: deltas.flatMap(({ changed }) => changed),
    removed: deltas.flatMap(({ removed }) => removed),
    transitions: deltas.flatMap(({ transitions }) => transitions),
  };
}

function settingsOf(input: ReplayInput, writer: IncidentWriter): StepSettings {
  return {
    channel: 'ops',
    checks: checksOf(input),
    alerting: input.alerting,
    duty,
    zoneOffset,
    writer,
    refreshEvery: MINUTE,
  };
}

function silencesOf({ silences }: ReplayInput): Memory['silences'] {
  return new Map(
    silences.map((silence) => [
      silence.id,
      { ...silence, endedBy: null, begun: true, over: false, incidents: [] },
    ]),
  );
}

/** The rules' checks as far as words need them: the file has no more of them. */
function checksOf({ rules }: ReplayInput): ReadonlyMap<string, Check> {
  const checks = new Map<string, Check>();
  for (const { check: name, labels, levels } of rules) {
    const before = checks.get(name);
    const values = Object.fromEntries(levels.map(({ value }) => [value, 'number'] as const));
    checks.set(name, {
      name,
      title: name,
      subsystem: 'Application',
      target: 'api',
      interval: MINUTE,
      timeout: MINUTE,
      runsOn: 'any',
      needs: [],
      parameters: {},
      labels: [...new Set([...(before?.labels ?? []), ...labels])],
      values: { ...before?.values, ...values },
      rules: [...(before?.rules ?? []), ...levels],
      onEmpty: 'ok',
      onMissing: 'unknown',
      remedy: '',
      variants: [],
    });
  }
  return checks;
}
