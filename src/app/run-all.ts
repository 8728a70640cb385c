import { bindRules } from '../alerting/bind.ts';
import type { ObserveSettings } from '../alerting/model.ts';
import { observe } from '../alerting/observe.ts';
import type { Check } from '../domain/check.ts';
import type { CheckResult } from '../domain/check-result.ts';
import type { Sample } from '../domain/sample.ts';
import { judge } from '../watching/judge.ts';
import type { RunProbe } from '../watching/ports.ts';

/** Runs every check once, those that rest on another's sample after it, and judges each by itself. */
export async function runAll(
  all: readonly Check[],
  run: RunProbe,
  environment: string,
  settings: ObserveSettings,
): Promise<CheckResult[]> {
  const samples = new Map<string, Sample>();
  const rests = (index: number) =>
    Object.values(all[index]?.parameters ?? {}).some((source) => 'from' in source);
  const results: CheckResult[] = [];
  for (const second of [false, true]) {
    const round = all.filter((_, index) => rests(index) === second);
    const found = await Promise.all(
      round.map(async (check) => {
        const sample = await run(check, (name) => samples.get(name));
        const rules = bindRules(check, environment);
        const { changed } = observe({
          rules,
          sample,
          target: check.target,
          known: [],
          settings,
        });
        return judge(check, sample, changed);
      }),
    );
    for (const { sample } of found) samples.set(sample.check, sample);
    results.push(...found);
  }
  return results.toSorted((one, other) => one.check.name.localeCompare(other.check.name));
}
