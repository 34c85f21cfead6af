import { disruptionSchema, gameServerSpecSchema, gameServerStatusSchema, reasonSchema, type Reason } from '@gse/resources';
import { z } from 'zod';
import type { GameServer } from '@gse/server-objects';
import { placeOf } from '../kinds.ts';

const status = gameServerStatusSchema.shape;

/** Who is on a server, in short. */
export const playerCountSchema = z
  .object({ known: z.boolean(), online: z.int().optional(), max: z.int().optional() })
  .meta({ description: 'Unknown is never zero.' });
/** Why a server is not plainly Running, without the log lines. */
export const shortReasonSchema = reasonSchema.omit({ evidence: true });

/** A server as lists and the live stream show it: what changes often and what people look at. */
export const serverSummarySchema = z
  .object({
    namespace: z.string(),
    name: z.string(),
    uid: z.string(),
    resourceVersion: z.string(),
    generation: z.int().meta({ description: 'Grows with every change of the wish.' }),
    createdAt: z.string(),
    deleting: z.boolean().meta({ description: 'Deletion was asked for; the game is being stopped.' }),
    game: z.string(),
    state: z.enum(['Running', 'Stopped']).meta({ description: 'What is wished for.' }),
    intent: z.enum(['None', 'Maintenance', 'Suspended']),
    phase: status.phase.unwrap(),
    health: status.health.unwrap(),
    simulated: z.boolean().meta({ description: 'No real game runs: the simulator answers instead.' }),
    players: playerCountSchema,
    address: z.string().optional().meta({ description: 'What a player types to join.' }),
    version: z.object({ running: z.string().optional(), wanted: z.string().optional(), state: z.enum(['UpToDate', 'Staged']) }).optional(),
    reason: shortReasonSchema.optional().meta({ description: 'Why it is not plainly Running; the evidence stands in the status.' }),
    next: status.next,
    operation: z.string().optional().meta({ description: 'The operation under way.' }),
    staged: z.int().meta({ description: 'Wishes that wait for a restart.' }),
  })
  .meta({ description: 'A server in short.' });
export type ServerSummary = z.output<typeof serverSummarySchema>;

/** As it stands in Kubernetes, where others write too: their times may have any zone. */
export const storedSpecSchema = gameServerSpecSchema.extend({
  licences: z
    .array(z.object({ id: z.string(), accepted: z.boolean(), acceptedBy: z.string().optional(), acceptedAt: z.string().optional() }))
    .optional(),
  disruption: disruptionSchema.optional(),
});

/** A page of servers. */
export const serverListSchema = z
  .object({ items: z.array(serverSummarySchema), continue: z.string().optional().meta({ description: 'Ask for the next page with it.' }) })
  .meta({ description: 'One page, ordered by namespace and name.' });

/** One server, whole. */
export const serverSchema = z
  .object({
    summary: serverSummarySchema,
    spec: storedSpecSchema,
    status: gameServerStatusSchema,
    secrets: z
      .array(z.object({ id: z.string(), title: z.string(), present: z.boolean() }))
      .meta({ description: 'Credentials people give, by id; values are never shown.' }),
    manifest: z.string().meta({ description: 'The order as YAML, as kubectl apply takes it.' }),
  })
  .meta({ description: 'A server: the wish, the world, and the order as YAML.' });

/** Log lines are many; who wants them reads the server. */
function withoutEvidence({ code, message, fix }: Reason): ServerSummary['reason'] {
  return { code, message, ...(fix && { fix }) };
}

/** The short form of a server. */
export function viewSummary(server: GameServer): ServerSummary {
  const { metadata, spec, status: observed } = server;
  const players = observed?.players;
  return {
    ...placeOf(server),
    uid: metadata.uid ?? '',
    resourceVersion: metadata.resourceVersion ?? '',
    generation: metadata.generation ?? 0,
    createdAt: metadata.creationTimestamp ?? '',
    deleting: metadata.deletionTimestamp !== undefined,
    game: spec.game,
    state: spec.state ?? 'Running',
    intent: spec.intent ?? 'None',
    phase: observed?.phase ?? 'Pending',
    health: observed?.health ?? 'Unknown',
    simulated: observed?.simulated ?? false,
    players: {
      known: players?.known ?? false,
      ...(players?.online !== undefined && { online: players.online }),
      ...(players?.max !== undefined && { max: players.max }),
    },
    ...(observed?.address !== undefined && { address: observed.address }),
    ...(observed?.version && { version: observed.version }),
    ...(observed?.reason && { reason: withoutEvidence(observed.reason) }),
    ...(observed?.next && { next: observed.next }),
    ...(observed?.operation !== undefined && { operation: observed.operation }),
    staged: observed?.staged?.length ?? 0,
  };
}
