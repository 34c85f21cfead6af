import { z } from 'zod';

const consoleLineSchema = z.object({
  /** Number of the line; only ever grows, also over restarts of the agent. */
  n: z.int().min(0),
  at: z.iso.datetime(),
  /** Colour and control codes stripped. */
  text: z.string(),
});
/** One line of the game's log. */
export type ConsoleLine = z.output<typeof consoleLineSchema>;

const linesFrameSchema = z.object({
  type: z.literal('lines'),
  lines: z.array(consoleLineSchema),
  /** Lines this viewer lost before these, because it was slow or the game flooded its log. */
  dropped: z.int().positive().optional(),
});
/** Log lines, and how many were lost before them. */
export type ConsoleLines = z.output<typeof linesFrameSchema>;

/** What the agent sends on `GET /v1/console`: log lines, and answers to commands. */
export const consoleServerFrameSchema = z.discriminatedUnion('type', [
  linesFrameSchema,
  z.object({
    type: z.literal('result'),
    id: z.string(),
    output: z.string().optional(),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
  }),
]);
/** What the agent sends on the console. */
export type ConsoleServerFrame = z.output<typeof consoleServerFrameSchema>;

/** What a viewer sends on `GET /v1/console`: one command, answered by the result with the same id. */
export const consoleClientFrameSchema = z.object({
  type: z.literal('command'),
  id: z.string().min(1).max(100),
  line: z.string().max(1000),
});
/** What a viewer sends on the console. */
export type ConsoleClientFrame = z.output<typeof consoleClientFrameSchema>;
