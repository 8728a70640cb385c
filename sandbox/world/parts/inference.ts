import { DAY, HOUR, type Instant, SECOND } from '../clock.ts';
import { type ActiveFaults, numberArgument } from '../faults.ts';
import type { Row } from '../table.ts';
import { inferenceRequest } from '../tables/product.ts';
import type { CreatePart } from './part.ts';

/** One request every four seconds of the last hour; of the week before it a sample of six an hour. */
const STEP = 4 * SECOND;
const SPARSE = HOUR / 6;
const HISTORY = 7 * DAY;
/** A slow spell shows at once in windows of up to this length. */
const SLOW_BEFORE = HOUR / 4;

interface Request {
  readonly at: Instant;
  readonly ms: number;
  readonly row: Row;
}

/** Requests for inference: a lognormal crowd around 95 ms, its 95th percentile near 215 ms. */
export const createInference: CreatePart = (start, random) => {
  const requests: Request[] = [];
  let id = 40_000;
  let next = Math.ceil((start - HISTORY) / SPARSE) * SPARSE;

  function request(at: Instant): Request {
    id += 1;
    const ms = Math.max(4, Math.round(random.skewed(95, 0.5, 'inference', at)));
    const row: Row = {
      InferenceId: id,
      TenantId: random.between(0, 3, 'tenant', at),
      RequestTimestamp: at,
      TaskType: random.unit('task', at) < 0.7 ? 'semantic_search' : 'text-generation',
      CorrelationId: random.guid('inference', at),
      Confidence: 0.9,
      CacheHit: random.unit('cache', at) < 0.2,
      SlaTier: 'standard',
      EstimatedResponseTimeMs: 120,
      ModelId: random.between(1, 3, 'model', at),
    };
    return { at, ms, row };
  }

  function arrive(now: Instant): void {
    while (next <= now) {
      requests.push(request(next + Math.floor(random.unit('arrival', next) * STEP * 0.5)));
      next += next < now - HOUR ? SPARSE : STEP;
    }
    // Old ones leave in one go now and then: every removal at the front writes the table anew.
    const tooOld = requests.findIndex(({ at }) => at > now - HISTORY - DAY);
    if (tooOld > 300) requests.splice(0, tooOld);
  }

  return {
    tables({ now, faults }) {
      arrive(now);
      const slow = slowness(faults);
      const rows = requests.filter(({ at }) => at <= now).map((entry) => shown(entry, now, slow));
      return [{ table: inferenceRequest, rows }];
    },
  };
};

interface Slowness {
  readonly from: Instant;
  readonly factor: number;
}

function slowness(faults: ActiveFaults): Slowness | null {
  const fault = faults.get('inference-slow');
  return fault
    ? { from: fault.since - SLOW_BEFORE, factor: numberArgument(fault, 'factor') }
    : null;
}

const finished = new WeakMap<Request, Row>();

/** A request as its row shows it now: running, or done with its duration. */
function shown(request: Request, now: Instant, slow: Slowness | null): Row {
  const slowed = slow !== null && request.at >= slow.from;
  const ms = slowed ? Math.round(request.ms * slow.factor) : request.ms;
  const done = request.at + ms;
  if (done > now) return { ...request.row, Status: 'Processing' };
  const known = slowed ? undefined : finished.get(request);
  if (known) return known;
  const row: Row = {
    ...request.row,
    Status: 'Completed',
    CompletionTimestamp: done,
    TotalDurationMs: ms,
  };
  if (!slowed) finished.set(request, row);
  return row;
}
