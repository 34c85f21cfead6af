import type { PlayersResult } from '@gse/sdk';
import { GameCallError, type ProbeOutcome } from '@gse/session';
import { z } from 'zod';

const text = z.string().optional();

const probeSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('healthy'), version: text, degraded: text }),
  z.object({ state: z.literal('starting'), progress: text }),
  z.object({ state: z.literal('unresponsive'), reason: z.string() }),
  z.object({ state: z.literal('failed'), failure: z.instanceof(GameCallError) }),
]);

const playersSchema = z.discriminatedUnion('known', [
  z.object({ known: z.literal(false), reason: z.string() }),
  z.object({
    known: z.literal(true),
    online: z.int().min(0),
    // Whatever is no limit is none: nothing depends on it.
    max: z.unknown(),
    names: z.array(z.object({ name: z.string(), id: text })).optional(),
  }),
]);

/** The answer, or what of it no adapter may say. */
export type Understood<Answer> = { readonly answer: Answer } | { readonly trouble: string };

/** Reads what came of a probe. Adapters come from others, and what they answer is data from outside. */
export function understoodProbe(outcome: ProbeOutcome): Understood<ProbeOutcome> {
  return understood(probeSchema, outcome, 'how the game is');
}

/** Reads who is on. A number that cannot be one of players makes them unknown, never zero. */
export function understoodPlayers(players: PlayersResult): Understood<PlayersResult> {
  return understood(playersSchema, players, 'who is on');
}

function understood<Answer>(schema: z.ZodType, answer: Answer, what: string): Understood<Answer> {
  const { error } = schema.safeParse(answer);
  if (error === undefined) return { answer };
  const [issue] = error.issues;
  const place = issue?.path.join('.') ?? '';
  return { trouble: `${what}: ${place === '' ? '' : `${place}: `}${issue?.message ?? 'nonsense'}` };
}
