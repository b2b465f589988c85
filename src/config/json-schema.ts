import { z } from 'zod';
import { keyFacts } from './key-types.js';

/** The JSON Schema of a level, by which an editor completes, explains and checks its file. */
export function jsonSchema(schema: z.ZodType): object {
  return z.toJSONSchema(schema, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      const facts = keyFacts.get(zodSchema);
      if (facts !== undefined && jsonSchema.description !== undefined) {
        jsonSchema.description += ` (${facts.noun})`;
      }
      if (jsonSchema.type === 'object') delete jsonSchema.default;
    },
  });
}
