import { z } from 'zod';
import { healthSchema, reasonSchema } from '@gse/resources';
import type { PlayerListName } from '@gse/sdk';

/** What is known of the game's process, seen from its neighbour container: by its ports and its log. */
const processSchema = z.enum(['unknown', 'starting', 'up', 'gone']);

const reportedPlayerSchema = z.object({
  name: z.string().max(128),
  id: z.string().max(128).optional(),
  /** When the agent first saw this player in the present visit. */
  since: z.iso.datetime(),
});
/** One player with the time since which the agent sees them. */
export type ReportedPlayer = z.output<typeof reportedPlayerSchema>;

/** Who is on the server; unknown is never zero. */
export const reportedPlayersSchema = z.discriminatedUnion('known', [
  z.object({ known: z.literal(false), reason: z.string().max(2000) }),
  z.object({
    known: z.literal(true),
    online: z.int().min(0),
    /** 0 is no limit. */
    max: z.int().min(0),
    names: z.array(reportedPlayerSchema).max(1000).optional(),
  }),
]);
/** Who is on the server. */
export type ReportedPlayers = z.output<typeof reportedPlayersSchema>;

const listedPlayerSchema = z.object({
  name: z.string().max(128),
  reason: z.string().max(1000).optional(),
  since: z.iso.datetime().optional(),
});
const reportedListSchema = z.discriminatedUnion('known', [
  z.object({ known: z.literal(false), reason: z.string().max(2000) }),
  z.object({
    known: z.literal(true),
    players: z.array(listedPlayerSchema).max(1000),
    /** Entries beyond these: too many to show, or not to be told apart in what the game prints. */
    more: z.int().positive().optional(),
  }),
]);
/** What the game says of a list it keeps; unknown is never empty. */
export type ReportedList = z.output<typeof reportedListSchema>;

/** The lists the game keeps, as far as it has them and can be asked. */
export const reportedListsSchema = z.object({
  banned: reportedListSchema.optional(),
  allowed: reportedListSchema.optional(),
  admins: reportedListSchema.optional(),
} satisfies Record<PlayerListName, z.ZodType>);
/** The lists the game keeps. */
export type ReportedLists = z.output<typeof reportedListsSchema>;

/** Everything the agent says of its game. The revision changes only with what an operator or a person would act on. */
export const reportSchema = z.object({
  /** Opaque; differs after every change and after a restart of the agent. */
  revision: z.string().min(1).max(100),
  /** When the report was made. */
  at: z.iso.datetime(),
  game: z.object({
    /** `starting`: never seen up. `up`: it listens. `gone`: it was up and no longer listens anywhere. */
    process: processSchema,
    health: healthSchema,
    /** Why it is not plainly Healthy. */
    reason: reasonSchema.optional(),
    /** How far the start is, in the game's words. */
    progress: z.string().max(500).optional(),
    /** As the game reports it. */
    version: z.string().max(200).optional(),
    startedAt: z.iso.datetime().optional(),
    firstHealthyAt: z.iso.datetime().optional(),
    healthySince: z.iso.datetime().optional(),
  }),
  players: reportedPlayersSchema,
  drain: z.object({
    /** `warning`: the pod is taken away from outside, and players have their notice. */
    state: z.enum(['none', 'warning', 'saving', 'stopping', 'done']),
    startedAt: z.iso.datetime().optional(),
    /** What went wrong on the way, in a sentence. */
    error: z.string().max(2000).optional(),
  }),
  /** Settings the running game has: as prepared, plus what was applied live. */
  settings: z.record(z.string(), z.unknown()),
  /** `settingsHash(settings)`. */
  settingsHash: z.string().max(100),
  /** Version the game was prepared for. */
  version: z.string().max(80),
  /** The last known trouble that the live log showed. */
  diagnosis: z
    .object({
      id: z.string().max(80),
      at: z.iso.datetime(),
      lines: z.array(z.string().max(1000)).max(40),
    })
    .optional(),
  /** True when the adapter's simulator stands in for the game. */
  simulated: z.boolean(),
});
/** Everything the agent says of its game. */
export type AgentReport = z.output<typeof reportSchema>;
/** What is known of the game's process. */
export type GameProcess = AgentReport['game']['process'];
/** How far a drain is. */
export type DrainState = AgentReport['drain']['state'];
