import { moderationRequestSchema, reportedListsSchema } from '@gse/agent-client';
import { z } from 'zod';

const { player, reason, text } = moderationRequestSchema.shape;

/** One player who is on. */
export const playerSchema = z.object({
  name: z.string(),
  id: z.string().optional().meta({ description: 'Stable identity, where the game has one.' }),
  since: z.string().meta({ description: 'Since when this player is on, as far as the agent saw.' }),
});

/** One player on a list. */
export const listedPlayerSchema = z.object({
  name: z.string(),
  reason: z.string().optional().meta({ description: 'Why, where the game keeps it.' }),
  since: z.string().optional().meta({ description: 'Since when, where the game tells it.' }),
});

/** Who is on. */
export const playersSchema = z
  .discriminatedUnion('known', [
    z.object({ known: z.literal(false), reason: z.string().meta({ description: 'Why it is not known.' }) }),
    z.object({
      known: z.literal(true),
      online: z.int(),
      max: z.int().meta({ description: '0 is no limit.' }),
      names: z.array(playerSchema).optional().meta({ description: 'As far as the game tells names.' }),
    }),
  ])
  .meta({ description: 'Unknown, with the reason, when the game cannot be asked; that is never zero.' });

/** What the game says of one list. */
export const playerListSchema = z
  .discriminatedUnion('known', [
    z.object({ known: z.literal(false), reason: z.string().meta({ description: 'Why it is not known.' }) }),
    z.object({
      known: z.literal(true),
      players: z.array(listedPlayerSchema),
      more: z
        .int()
        .optional()
        .meta({ description: 'Entries beyond these: too many to show, or not to be told apart in what the game prints.' }),
    }),
  ])
  .meta({ description: 'What the game says of a list; unknown is never empty.' });

/** The lists a game keeps. */
export const playerListsSchema = z
  .object({
    banned: playerListSchema.optional().meta({ description: 'Who may not come in; undone by `unban`.' }),
    allowed: playerListSchema.optional().meta({ description: 'Who may come in while the whitelist is on; undone by `disallow`.' }),
    admins: playerListSchema.optional().meta({ description: 'Who is an administrator; undone by `demote`.' }),
  } satisfies Record<keyof typeof reportedListsSchema.shape, z.ZodType>)
  .meta({ description: 'The lists the game keeps, as far as it has them and can be asked for them.' });

/** An act on a player. */
export const moderationSchema = z
  .object({
    player: player.meta({ description: 'Name as the game shows it.' }),
    reason: reason.meta({ description: 'For kick and ban.' }),
    text: text.meta({ description: 'For message.' }),
  })
  .meta({ description: 'On whom, and with what words.' });

/** What came of an act. */
export const moderationResultSchema = z
  .object({ done: z.boolean(), message: z.string() })
  .meta({ description: "What came of it, in the game's words. `done: false` is an answer of the game." });
