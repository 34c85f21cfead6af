import { z } from 'zod';

/** `GET /containers/{id}/json`. */
export const inspectAnswer = z.object({
  Id: z.string(),
  Config: z.object({ Labels: z.record(z.string(), z.string()).nullish(), Tty: z.boolean().optional() }),
  State: z.object({
    Status: z.string(),
    Running: z.boolean(),
    OOMKilled: z.boolean(),
    ExitCode: z.number(),
    Error: z.string().optional(),
    StartedAt: z.string(),
    FinishedAt: z.string(),
  }),
});

export type ContainerDetails = z.infer<typeof inspectAnswer>;

/** Whatever makes something and says its id. */
export const idAnswer = z.object({ Id: z.string() });

/** `GET /containers/json`. */
export const listAnswer = z.array(idAnswer);

/** `GET /exec/{id}/json`. */
export const execAnswer = z.object({ ExitCode: z.number().nullish() });

/** `GET /containers/{id}/stats`. */
export const statsAnswer = z.object({
  cpu_stats: z.object({ cpu_usage: z.object({ total_usage: z.number() }) }),
  memory_stats: z.object({ usage: z.number().optional(), stats: z.record(z.string(), z.number()).nullish() }),
});
