import { z } from 'zod';
import { MAX_WAIT, waitPattern } from './duration.ts';
import { networkSchema } from './network.ts';
import { placementSchema } from './placement.ts';
import { conditionSchema, quantitySchema, reasonSchema } from './shared.ts';

const k8sName = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/)
  .max(63);

/** How disruptive acts treat players: warnings before, and whether to wait for an empty server. */
export const disruptionSchema = z
  .object({
    announceSeconds: z.array(z.int().min(1).max(3600)).max(10).optional().meta({
      description:
        'Seconds before a disruptive act at which players are warned, longest first. Default 300, 60, 10; of a deletion a minute before at most. An empty list warns nobody and waits for nothing.',
    }),
    onlyWhenEmpty: z
      .object({
        deadline: z
          .string()
          .regex(/^([0-9]+(s|m|h))+$/)
          .meta({
            description: `Longest wait for an empty server, such as 30m or 4h; at most ${MAX_WAIT}. After it the act goes ahead, with the full countdown before.`,
            // Narrower than what is read: a server that was ordered before there was a limit is still one.
            pattern: waitPattern,
          }),
      })
      .optional()
      .meta({
        description:
          'Wait until nobody is online. A player count that is not known counts as occupied. A suspension and a deletion do not wait.',
      }),
  })
  .meta({ description: 'How disruptive acts (stop, restart, applying staged settings) treat the players.' });

/** The wish: everything a person may ask of a game server. */
export const gameServerSpecSchema = z
  .object({
    game: z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/)
      .max(40)
      .meta({
        description: 'Id of the game, as the catalogue has it. Cannot change after creation.',
        'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'the game of a server cannot change; order another server' }],
      }),
    state: z.enum(['Running', 'Stopped']).default('Running').meta({
      description: 'Running: the server is up or on its way up. Stopped: the world is kept, nothing runs.',
    }),
    intent: z.enum(['None', 'Maintenance', 'Suspended']).default('None').meta({
      description: "The provider's lock, which outranks state. Maintenance: the operator changes nothing. Suspended: stopped until lifted.",
    }),
    version: z
      .object({
        channel: z.string().max(40).optional().meta({ description: 'Release channel of the game to follow, such as latest or stable.' }),
        pin: z.string().max(80).optional().meta({ description: 'Exact version of the game, such as 1.21.8. Outranks channel.' }),
      })
      .optional()
      .meta({ description: 'Which version of the game runs. Default: the version this edition recommends.' }),
    size: z
      .string()
      .max(40)
      .optional()
      .meta({ description: 'A size preset of the game, such as small. Default: the smallest that suits a few players.' }),
    resources: z
      .object({
        cpu: quantitySchema.optional().meta({ description: 'CPU limit, such as 2 or 1500m. Outranks size.' }),
        memory: quantitySchema.optional().meta({ description: 'Memory limit, such as 4Gi. Outranks size.' }),
      })
      .optional()
      .meta({ description: 'Explicit resources, which outrank the preset field by field.' }),
    storage: z
      .object({
        size: quantitySchema.optional().meta({ description: 'Size of the world volume, such as 10Gi. May grow, never shrink.' }),
        whenDeleted: z.enum(['Delete', 'Retain']).optional().meta({
          description:
            'What becomes of the world volume when the server is deleted. Delete (default): it goes. Retain: it stays, and a server of the same name finds it again.',
        }),
        className: z.string().max(253).optional().meta({ description: 'StorageClass of the world volume. Fixed after the first start.' }),
      })
      .optional()
      .meta({ description: 'The volume that holds the world.' }),
    network: networkSchema.optional(),
    placement: placementSchema.optional(),
    licences: z
      .array(
        z.object({
          id: z.string().max(80).meta({ description: 'Id of the licence, as the game declares it.' }),
          accepted: z.boolean().meta({ description: 'True when the person who orders has read and accepted it.' }),
          acceptedBy: z.string().max(253).optional().meta({ description: 'Who accepted it. The API records the signed-in person.' }),
          acceptedAt: z.iso.datetime().optional().meta({ description: 'When it was accepted.' }),
        }),
      )
      .max(20)
      .optional()
      .meta({ description: 'Licences the person has accepted. Never accepted on their behalf.' }),
    secretName: k8sName.optional().meta({
      description: 'Secret of this namespace with the credentials the game asks for. Default: <server>-credentials, made by the operator.',
    }),
    disruption: disruptionSchema.optional(),
    settings: z.record(z.string(), z.unknown()).optional().meta({
      description: "The game's own settings. See the reference page of the game.",
      'x-kubernetes-preserve-unknown-fields': true,
    }),
  })
  .meta({ description: 'What this game server is wished to be.' });

/** One word for people. */
export const phaseSchema = z.enum([
  'Pending',
  'Provisioning',
  'Installing',
  'Starting',
  'Running',
  'Stopping',
  'Stopped',
  'Crashed',
  'Failed',
  'Suspended',
  'Deleting',
]);
/** What the game protocol says of the game process. */
export const healthSchema = z.enum(['Unknown', 'Starting', 'Healthy', 'Degraded', 'Unresponsive']);

const playersSchema = z
  .object({
    known: z.boolean().meta({ description: 'False when the game did not answer. Unknown is never zero.' }),
    online: z.int().min(0).optional().meta({ description: 'Players online.' }),
    max: z.int().min(0).optional().meta({ description: 'Most players at once; 0 is no limit.' }),
    names: z.array(z.string().max(128)).max(200).optional().meta({ description: 'Names, as far as the game tells them.' }),
  })
  .meta({ description: 'Who is on the server.' });

const endpointSchema = z.object({
  name: z.string().meta({ description: 'Name of the port in the adapter, such as game.' }),
  address: z.string().meta({ description: 'host:port as a player types it.' }),
  protocol: z.enum(['TCP', 'UDP']),
});

const fingerprintSchema = z
  .object({
    at: z.iso.datetime().meta({ description: 'When the game ended.' }),
    exitCode: z.int().optional().meta({ description: 'Exit code of the game process.' }),
    oomKilled: z.boolean().optional().meta({ description: 'True when the kernel ended it for memory.' }),
    problem: z.string().max(1000).optional().meta({ description: 'Why its container could not even be started.' }),
    diagnosis: z.string().optional().meta({ description: 'Id of the matched diagnosis of the game.' }),
    lines: z.array(z.string().max(1000)).max(40).optional().meta({ description: 'Last log lines before the end.' }),
  })
  .meta({ description: 'What is known of the last crash.' });

/** What is observed and what happens next; written by the operator only. */
export const gameServerStatusSchema = z
  .object({
    observedGeneration: z.int().optional(),
    phase: phaseSchema.optional().meta({ description: 'One word for people.' }),
    health: healthSchema.optional().meta({ description: 'What the game answers over its own protocol.' }),
    players: playersSchema.optional(),
    network: z
      .object({
        state: z.enum(['Waiting', 'Ready', 'Degraded']),
        message: z.string().optional(),
        endpoints: z.array(endpointSchema).max(20).optional(),
      })
      .optional()
      .meta({ description: 'Where players connect.' }),
    version: z
      .object({
        state: z.enum(['UpToDate', 'Staged']).meta({ description: 'Staged: another version is wished and waits for a restart.' }),
        running: z.string().optional().meta({ description: 'Version as the game itself reports it.' }),
        wanted: z.string().optional().meta({ description: 'Version the spec resolves to.' }),
      })
      .optional(),
    intent: z.enum(['None', 'Maintenance', 'Suspended']).optional(),
    address: z.string().optional().meta({ description: 'What a player types to join; the first exposed endpoint.' }),
    simulated: z.boolean().optional().meta({ description: "True when no real game runs: the adapter's simulator answers instead." }),
    reason: reasonSchema.optional().meta({ description: 'Why the server is not plainly Running, with the fix where there is one.' }),
    next: z
      .object({
        what: z.string().meta({ description: 'What happens next, in a sentence.' }),
        at: z.iso.datetime().optional().meta({ description: 'When, where a time is set.' }),
        operation: z.string().optional().meta({ description: 'The GameOperation it belongs to.' }),
      })
      .optional()
      .meta({ description: 'What happens next, when and why.' }),
    operation: z.string().optional().meta({ description: 'Name of the GameOperation under way.' }),
    staged: z
      .array(
        z.object({
          path: z.string().meta({ description: 'Field of the spec, such as settings.maxPlayers.' }),
          title: z.string().optional(),
          message: z.string().optional().meta({ description: 'What it waits for, in a sentence.' }),
        }),
      )
      .max(100)
      .optional()
      .meta({ description: 'Wishes that wait for a restart.' }),
    crash: fingerprintSchema
      .extend({
        count: z.int().min(0).meta({ description: 'Crashes since the last stable period.' }),
        key: z.string().meta({ description: 'Pod and number of the end that was counted last.' }),
        givenUp: z
          .int()
          .optional()
          .meta({ description: 'Generation at which the platform stopped trying; a change of the spec or a restart tries again.' }),
      })
      .optional()
      .meta({ description: 'The last crash; cleared after a stable period.' }),
    healthySince: z.iso.datetime().optional().meta({ description: 'Since when the game answers without a break.' }),
    startedAt: z.iso.datetime().optional().meta({ description: 'When the running game process was started.' }),
    desiredReplicas: z
      .int()
      .min(0)
      .max(1)
      .optional()
      .meta({ description: 'Whether a pod is to exist, as the journal has decided. The workload follows it.' }),
    operationsOpened: z
      .int()
      .min(0)
      .optional()
      .meta({ description: 'Operations the operator has opened for this server; makes their names unique.' }),
    held: z
      .object({
        generation: z.int().meta({ description: 'Generation of the spec that was declined.' }),
        message: z.string(),
      })
      .optional()
      .meta({ description: 'A wish that somebody skipped or cancelled; it is not tried again before the spec changes.' }),
    conditions: z
      .array(conditionSchema)
      .max(20)
      .optional()
      .meta({
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['type'],
        description: 'Projections for kubectl wait: Ready, SettingsValid, and where they apply Simulated and StorageAsOrdered.',
      }),
  })
  .meta({ description: 'What is observed, and what happens next. Written by the operator.' });

export type GameServerSpec = z.output<typeof gameServerSpecSchema>;
/** A spec as people write it, defaults not yet filled in. */
export type GameServerSpecInput = z.input<typeof gameServerSpecSchema>;
export type GameServerStatus = z.output<typeof gameServerStatusSchema>;
export type Phase = z.output<typeof phaseSchema>;
export type Health = z.output<typeof healthSchema>;
export type Players = z.output<typeof playersSchema>;
export type Endpoint = z.output<typeof endpointSchema>;
export type CrashFingerprint = z.output<typeof fingerprintSchema>;
export type Disruption = z.output<typeof disruptionSchema>;
