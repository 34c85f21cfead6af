import { fixSchema } from '@gse/resources';
import { z } from 'zod';
import { ApiError } from '../errors.ts';

/** Every answer that is no success. */
export const errorSchema = z
  .object({
    error: z.object({
      code: z.string().meta({ description: 'Stable code.' }),
      message: z.string().meta({ description: 'What happened and what to do, in a sentence.' }),
      path: z.string().optional().meta({ description: 'The offending field, such as spec.settings.maxPlayers.' }),
      fix: fixSchema.optional().meta({ description: 'The way out, where there is one.' }),
      details: z
        .record(z.string(), z.unknown())
        .optional()
        .meta({ description: 'More, depending on the code; `problems` lists every offending field.' }),
    }),
  })
  .meta({ description: 'Why it was not done.' });

/** The body for an error. */
export function errorBody(error: ApiError): z.output<typeof errorSchema> {
  const { code, message, path, fix, details } = error;
  return {
    error: { code, message, ...(path !== undefined && { path }), ...(fix && { fix }), ...(details && { details: { ...details } }) },
  };
}

/** A field that cannot stay as it is. */
export const problemSchema = z.object({ path: z.string(), message: z.string() }).meta({ description: 'One offending field.' });

/** Response schemas of a route: what it answers, and the errors that any route may answer. */
export function answers<Success extends Readonly<Record<number, z.ZodType | { readonly content: unknown; readonly description?: string }>>>(
  success: Success,
): Success & { readonly '4xx': typeof errorSchema; readonly '5xx': typeof errorSchema } {
  return { ...success, '4xx': errorSchema, '5xx': errorSchema };
}
