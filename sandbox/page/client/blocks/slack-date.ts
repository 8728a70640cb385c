const day = 86_400_000;

function sameDay(one: Date, other: Date): boolean {
  return one.toDateString() === other.toDateString();
}

function dated(at: Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(undefined, options).format(at);
}

/** `today`, `yesterday`, `tomorrow`, or the date in these words. */
function pretty(at: Date, now: Date, otherwise: string): string {
  if (sameDay(at, now)) return 'today';
  if (sameDay(at, new Date(now.getTime() - day))) return 'yesterday';
  if (sameDay(at, new Date(now.getTime() + day))) return 'tomorrow';
  return otherwise;
}

const steps = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

function ago(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const [unit, size] = steps.find(([, least]) => Math.abs(seconds) >= least) ?? steps[3];
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(
    Math.trunc(seconds / size),
    unit,
  );
}

/** Slack's date pattern (`{date_short_pretty} {time}`) in the reader's own zone. */
export function formatSlackDate(seconds: number, pattern: string, now = new Date()): string {
  const at = new Date(seconds * 1000);
  const short = dated(at, { year: 'numeric', month: 'short', day: 'numeric' });
  const usual = dated(at, { year: 'numeric', month: 'long', day: 'numeric' });
  const long = dated(at, { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' });
  const shapes: Readonly<Record<string, () => string>> = {
    date_num: () => new Intl.DateTimeFormat('sv').format(at),
    date_slash: () => dated(at, {}),
    date: () => usual,
    date_short: () => short,
    date_long: () => long,
    date_pretty: () => pretty(at, now, usual),
    date_short_pretty: () => pretty(at, now, short),
    date_long_pretty: () => pretty(at, now, long),
    time: () => clockTime(at),
    time_secs: () => clockTime(at, true),
    ago: () => ago(at, now),
  };
  return pattern.replaceAll(/\{(\w+)\}/g, (whole, name: string) => shapes[name]?.() ?? whole);
}

/** `14:02` or `14:02:11`, in the reader's zone. */
export function clockTime(at: Date, seconds = false): string {
  return at.toLocaleTimeString('en-GB', seconds ? {} : { hour: '2-digit', minute: '2-digit' });
}
