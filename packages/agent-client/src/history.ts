import { healthSchema } from '@gse/resources';
import { z } from 'zod';

const maxPoints = 2000;

/**
 * What was seen of a game, on a regular grid of time: point `i` stands for `from + i * stepSeconds` and what followed until the
 * next. Null is a gap: nobody looked, or what was asked was not known. Unknown players are never zero players.
 */
export const historySeriesSchema = z.object({
  /** Seconds since the epoch, a multiple of the step. */
  from: z.int().min(0),
  stepSeconds: z.int().positive(),
  health: z.array(healthSchema.nullable()).max(maxPoints),
  /** Of several looks within one point: the most. */
  players: z.array(z.int().min(0).nullable()).max(maxPoints),
  /** 0 is no limit. */
  playersMax: z.array(z.int().min(0).nullable()).max(maxPoints),
  /** The game's own figures, named as Prometheus names are: unit at the end. */
  metrics: z
    .array(
      z.object({
        name: z.string().max(100),
        help: z.string().max(300),
        values: z.array(z.number().nullable()).max(maxPoints),
      }),
    )
    .max(32),
});
/** What was seen of a game over time. */
export type HistorySeries = z.output<typeof historySeriesSchema>;

/** Spans that history is kept for: the last hour finely, the last day coarsely. */
export const historyRangeSchema = z.enum(['hour', 'day']);
/** A span that history is kept for. */
export type HistoryRange = z.output<typeof historyRangeSchema>;
