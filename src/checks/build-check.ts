import type { Check, ParameterSource, Rule, Target, Variant } from '../domain/check.ts';
import type { Head } from './head.ts';
import { splitVariants } from './split-file.ts';

/** A check from the parts of its file. Whether it makes sense is for `contradictions` to say. */
export function buildCheck(name: string, head: Head, body: string): Check {
  const { variants, parameters, rules, ...rest } = head;
  return {
    ...rest,
    name,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([key, value]) => [key, parameterSource(value)]),
    ),
    rules: rules.map((rule): Rule => ({ ...rule, onEmpty: rule.onEmpty ?? head.onEmpty })),
    variants: variantsOf(variants, body, head.target),
  };
}

function parameterSource(value: Head['parameters'][string]): ParameterSource {
  if (typeof value === 'object') return value;
  if (typeof value === 'string') return { type: 'text', value };
  return { type: Number.isInteger(value) ? 'int' : 'float', value };
}

function variantsOf(declared: Head['variants'], body: string, target: Target): Variant[] {
  const sections = splitVariants(body);
  if (target === 'api') return [{ name: 'default', requires: {}, statement: '' }];
  if (declared === undefined)
    return [{ name: 'default', requires: {}, statement: sections[0]?.statement ?? '' }];
  return declared.map(({ name, requires }) => ({
    name,
    requires,
    statement: sections.find((section) => section.name === name)?.statement ?? '',
  }));
}
