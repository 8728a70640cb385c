import { named, type PlanStep } from '../../domain/plan.ts';
import { planStep } from '../acting/plan-step.ts';
import { setOption, statementFrom, type Template } from './statements.ts';

/** @param procedure `schema.procedure`, as the configuration names it */
export function maskStatement(template: Template, copy: string, procedure: string): string {
  const [schema = '', name = ''] = procedure.split('.');
  return statementFrom(template('mask-copy'), {
    HartDatabase: copy,
    HartSchema: schema,
    HartProcedure: name,
  });
}

/** While only its owner and administrators get in; nobody else before it is masked (S17). */
export function maskingSteps(
  template: Template,
  copy: string,
  procedure: string,
): readonly PlanStep[] {
  return [
    planStep({
      id: 'mask',
      does: 'mask',
      title: `Mask it by ${named(procedure)}`,
      why: 'so that nobody sees the data of the other environment as it is',
      statements: [maskStatement(template, copy, procedure)],
      input: { procedure },
    }),
    planStep({
      id: 'open-copy',
      does: 'open-copy',
      title: 'Let people into the copy',
      why: 'now that it is masked',
      statements: [setOption(template, copy, 'MULTI_USER')],
    }),
  ];
}
