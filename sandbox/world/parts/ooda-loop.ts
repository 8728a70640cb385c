import { DAY, type Instant, MINUTE, SECOND } from '../clock.ts';
import { type ActiveFault, type ActiveFaults, numberArgument, textArgument } from '../faults.ts';
import { createMemo } from '../memo.ts';
import type { Random } from '../random.ts';
import type { Filling, Row } from '../table.ts';
import { improvementHistory, learningMetrics, oodaLoopMetrics } from '../tables/product.ts';
import { type PhaseName, phases } from '../things.ts';
import type { CreatePart } from './part.ts';

/** A cycle begins every five minutes; its phases follow each other within two. */
const CYCLE = 5 * MINUTE;
const HISTORY = 2 * DAY;
const PHASE_OFFSET: Readonly<Record<PhaseName, number>> = {
  Analyze: 0,
  Hypothesize: 25 * SECOND,
  Act: 50 * SECOND,
  Learn: 90 * SECOND,
};

/** When the loop last ran: now, or minutes ago when it stands still. */
function loopRanUntil(now: Instant, faults: ActiveFaults): Instant {
  const stalled = faults.get('ooda-stalled');
  return stalled ? stalled.since - numberArgument(stalled, 'minutes') * MINUTE : now;
}

/** When a phase last ended; a cycle is started at once after a standstill, so there is always a recent one. */
export function lastPhaseEnd(phase: PhaseName, now: Instant, faults: ActiveFaults): Instant {
  const until = loopRanUntil(now, faults);
  const offset = PHASE_OFFSET[phase];
  return Math.floor((until - offset) / CYCLE) * CYCLE + offset;
}

/** The four phases, their metrics and what they learned. */
export const createOodaLoop: CreatePart = (start, random) => {
  const first = Math.floor((start - HISTORY) / CYCLE);
  const known = new Map<number, readonly Row[]>();

  function cycle(number: number): readonly Row[] {
    const rows =
      known.get(number) ??
      phases.map((phase, index) => metric(random, number, phase, (number - first) * 4 + index + 1));
    known.set(number, rows);
    return rows;
  }

  function happened(
    now: Instant,
    until: Instant,
    failing: ActiveFault | undefined,
  ): readonly Filling[] {
    const oldest = Math.max(first, Math.floor((now - 3 * DAY) / DAY) * Math.round(DAY / CYCLE));
    const failingPhase = failing ? textArgument(failing, 'phase') : null;
    const failsFrom = failing ? failing.since - 3 * CYCLE : Number.POSITIVE_INFINITY;
    const metrics: Row[] = [];
    const improvements: Row[] = [];
    const learned: Row[] = [];
    for (let number = oldest; number <= Math.floor(until / CYCLE); number += 1) {
      for (const row of cycle(number)) {
        const at = Number(row['ExecutedAt']);
        if (at > until) continue;
        const failed = row['Phase'] === failingPhase && at >= failsFrom;
        metrics.push(failed ? { ...row, Success: false, ErrorMessage: FAILURE } : row);
        if (row['Phase'] === 'Act') improvements.push(improvement(random, number, at, failed));
        if (row['Phase'] === 'Learn') learned.push(measurement(random, number, at));
      }
    }
    return [
      { table: oodaLoopMetrics, rows: metrics },
      { table: improvementHistory, rows: improvements.slice(-200) },
      { table: learningMetrics, rows: learned.slice(-200) },
    ];
  }

  const memo = createMemo<readonly Filling[]>();
  return {
    tables({ now, faults }) {
      const until = loopRanUntil(now, faults);
      const failing = faults.get('ooda-failures');
      const ended = phases.map((phase) => lastPhaseEnd(phase, now, faults)).join('/');
      return memo(`${ended}/${failing?.since}`, () => happened(now, until, failing));
    },
  };
};

const FAILURE = 'Execution Timeout Expired while applying hypothesis "IndexOptimization".';

function metric(random: Random, number: number, phase: PhaseName, id: number): Row {
  return {
    MetricId: id,
    Phase: phase,
    DurationMs: Math.round(
      random.skewed(phase === 'Act' ? 2400 : 900, 0.35, 'ooda', number, phase),
    ),
    ExecutedAt: number * CYCLE + PHASE_OFFSET[phase],
    CorrelationId: random.guid('cycle', number),
  };
}

function improvement(random: Random, number: number, at: Instant, failed: boolean): Row {
  return {
    ImprovementId: random.guid('improvement', number),
    ImprovementType: 'IndexOptimization',
    TargetEntity: 'AtomEmbedding',
    TargetId: number % 9000,
    ChangeType: 'optimization',
    RiskLevel: 'low',
    EstimatedImpact: 'medium',
    StartedAt: at - 2 * SECOND,
    CompletedAt: at,
    ExecutedAt: at,
    Success: !failed,
    ErrorMessage: failed ? FAILURE : null,
    SuccessScore: failed ? 0 : 0.92,
    WasDeployed: !failed,
  };
}

function measurement(random: Random, number: number, at: Instant): Row {
  return {
    MetricId: random.guid('learned', number),
    AnalysisId: random.guid('improvement', number),
    MetricType: 'LatencyImprovementPercent',
    MetricValue: random.between(-20, 80, 'learned', number) / 10,
    MeasuredAt: at,
  };
}
