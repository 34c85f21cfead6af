import { z } from 'zod';
import { gameServerSpecSchema } from '@gse/resources';

/** What the agent needs to know of its server: `server.json`, written by the operator into the pod's ConfigMap. */
export const serverConfigSchema = z.object({
  server: z.string().min(1).max(63),
  namespace: z.string().min(1).max(63),
  /** Id of the adapter. */
  game: z.string().min(1).max(40),
  /** Resolved version of the game. */
  version: z.string().min(1).max(80),
  spec: gameServerSpecSchema,
  /** Complete settings, validated, defaults filled in. */
  settings: z.record(z.string(), z.unknown()),
  /** Memory limit of the game container. */
  memoryBytes: z.int().positive(),
  /** Where the world volume is mounted in the containers. */
  dataPath: z.string().min(1).max(500),
  runAsUser: z.int().min(0),
  runAsGroup: z.int().min(0),
  simulated: z.boolean().optional(),
});
/** What the agent needs to know of its server. */
export type ServerConfig = z.output<typeof serverConfigSchema>;
