import { z } from 'zod';
import { rawConfigSchema } from './schema.ts';

/** The JSON schema of `hart.yml`, for editors: what people write, before defaults and conversion. */
export function configJsonSchema(): object {
  return {
    title: 'hart.yml',
    description: 'The configuration of hart, the operations bot of Hartonomous',
    ...z.toJSONSchema(rawConfigSchema, { io: 'input', unrepresentable: 'any' }),
  };
}
