import { z } from 'zod';

/** The way something came in. */
export const doorSchema = z.enum(['browser', 'api', 'kubernetes', 'operator']);

/** Something that was done or has happened. */
export const activitySchema = z
  .object({
    id: z.string().meta({ description: 'Tells one from another; stays.' }),
    at: z.string(),
    namespace: z.string().optional().meta({ description: 'Absent for what is about no server, such as signing in.' }),
    server: z.string().optional(),
    actor: z.string().meta({ description: 'Who did it.' }),
    door: doorSchema.meta({
      description: 'The way it came in: a browser or a program through this API, Kubernetes directly, or the operator by itself.',
    }),
    what: z.string().meta({ description: 'What was done or what happened, in a sentence.' }),
    code: z.string().meta({ description: 'Stable CamelCase code.' }),
    result: z.enum(['ok', 'trouble', 'underway']),
    operation: z.string().optional(),
    endedAt: z.string().optional().meta({ description: 'When the operation came to its end.' }),
    count: z.int().optional().meta({ description: 'How often it has happened, where more than once.' }),
  })
  .meta({ description: 'Something that was done or has happened.' });
/** Something that was done or has happened. */
export type Activity = z.output<typeof activitySchema>;

/** What was done and what has happened. */
export const activityListSchema = z
  .object({ items: z.array(activitySchema), continue: z.string().optional().meta({ description: 'Ask for what came before with it.' }) })
  .meta({ description: 'Newest first.' });
