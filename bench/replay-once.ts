import { parseReplay } from '../src/alerting/parse-replay.ts';
import { replay } from '../src/alerting/replay.ts';
import { zoneOffset } from '../src/app/zone-offset.ts';
import { readJsonFile } from '../src/cli/read-json-file.ts';

/** What `hart replay FILE --json` does, in a process of its own that says what it took. */
const begin = performance.now();
const document = readJsonFile(process.argv[2] ?? '');
const read = performance.now();
const parsed = parseReplay(document);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.complaints.slice(0, 5)));
const { transitions, notifications, suppressed } = replay(parsed.input, zoneOffset);
const output = JSON.stringify({ transitions, notifications, suppressed });
const ended = performance.now();
const peakKb = process.resourceUsage().maxRSS;
// Once more, now that V8 has compiled it all: of a short recording that would be most of the time.
const again = parseReplay(document);
if (again.ok) replay(again.input, zoneOffset);
process.stdout.write(
  `${JSON.stringify({
    readMs: read - begin,
    allMs: ended - begin,
    againMs: performance.now() - ended,
    transitions: transitions.length,
    notifications: notifications.length,
    outputBytes: output.length,
    peakMb: peakKb / 1024,
  })}\n`,
);
