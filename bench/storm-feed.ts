/** One instance of the storm at a moment. */
export interface StormInstance {
  readonly rule: string;
  readonly instance: string;
  readonly firing: boolean;
}

export interface Storm {
  readonly rules: readonly string[];
  /** Milliseconds from the beginning to the last that begins to fire. */
  readonly length: number;
  /** Those that fire without a pause until the end, for so many milliseconds at least. */
  readonly lasting: (atLeast: number) => readonly string[];
  /** How all stand so long after the beginning: those that have fired at least once. */
  at(elapsed: number): readonly StormInstance[];
}

/** Half of them flap at this pace: milliseconds. */
const flap = 5000;

/** Instances of several rules that begin to fire one after the other within `length`; every second one flaps. After that all is well. */
export function storm(instances: number, ruleCount: number, length: number): Storm {
  const rules = Array.from({ length: ruleCount }, (_, index) => `storm-${index + 1}`);
  const begin = (index: number) => (index * length) / instances;
  const doesFlap = (index: number) => index % 2 === 1;
  return {
    rules,
    length,
    lasting: (atLeast) =>
      Array.from({ length: instances }, (_, index) => index)
        .filter((index) => !doesFlap(index) && length - begin(index) >= atLeast)
        .map(nameOf),
    at: (elapsed) =>
      Array.from({ length: instances }, (_, index): StormInstance | null => {
        const since = elapsed - begin(index);
        if (since < 0) return null;
        const isPausing = doesFlap(index) && Math.floor(since / flap) % 2 === 1;
        return {
          rule: rules[index % ruleCount] ?? '',
          instance: nameOf(index),
          firing: elapsed < length && !isPausing,
        };
      }).filter((each) => each !== null),
  };
}

function nameOf(index: number): string {
  return `instance-${index}`;
}
