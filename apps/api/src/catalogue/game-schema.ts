import { moderationRequestSchema } from '@gse/agent-client';
import { z } from 'zod';

/** A licence a person has to accept. */
export const licenceSchema = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string().meta({ description: 'What one agrees to.' }),
  url: z.string(),
});

/** A size of a game. */
export const presetSchema = z.object({
  id: z.string().meta({ description: 'Value of spec.size.' }),
  title: z.string(),
  cpu: z.string(),
  memory: z.string(),
  storage: z.string(),
  reason: z.string().meta({ description: 'Why these figures, and for how many players.' }),
});

/** What a form shows of a setting. */
export const settingFieldSchema = z.object({
  name: z.string(),
  group: z.string(),
  title: z.string(),
  description: z.string(),
  applies: z
    .enum(['live', 'restart', 'wipe'])
    .meta({ description: 'When a change takes effect: at once, with the next restart, or in a new world.' }),
  unit: z.string().optional(),
  mustBe: z.string().optional().meta({ description: 'What a value has to be, in the words in which it is refused otherwise.' }),
  lands: z.string().optional().meta({ description: 'Where it lands in the game, such as server.properties: motd.' }),
});

/** A field of the spec that every game has. */
export const commonFieldSchema = z.object({
  path: z.string().meta({ description: 'Path in the spec, such as resources.cpu.' }),
  default: z.unknown().optional().meta({ description: 'What counts where the spec says nothing; absent where that depends.' }),
  mustBe: z.string().meta({ description: 'What a value has to be, in the words in which it is refused otherwise.' }),
});

/** A port of a game. */
export const portSchema = z.object({
  name: z.string(),
  title: z.string(),
  protocols: z.array(z.enum(['TCP', 'UDP'])),
  number: z.int(),
  exposed: z.boolean(),
  primary: z.boolean(),
});

/** A credential that people give. */
export const credentialSchema = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  required: z.boolean().meta({ description: 'The game does not start without it.' }),
  shown: z.boolean().meta({ description: 'No secret, such as the name of an account: it may be seen while somebody types it.' }),
  mustBe: z.string().optional().meta({ description: 'What a value has to be, in the words in which it is refused otherwise.' }),
});

/** What a game can do. */
export const capabilitiesSchema = z
  .object({
    moderation: z.array(moderationRequestSchema.shape.act).meta({ description: 'Acts on players the game has.' }),
    playerLists: z.array(z.enum(['banned', 'allowed', 'admins'])).meta({ description: 'Lists of players the game can be asked for.' }),
    applyLive: z.boolean().meta({ description: 'Takes some settings while it runs.' }),
    quiesce: z.boolean().meta({ description: 'Can hold its files still, for a backup while it runs.' }),
    metrics: z.boolean().meta({ description: 'Tells figures of its own.' }),
    chat: z.boolean().meta({ description: 'Chat can be read from the log.' }),
    joins: z.boolean().meta({ description: 'Joining and leaving can be read from the log.' }),
  })
  .meta({ description: 'What this game can do; nothing else is offered for it.' });

/** A trouble that is recognised. */
export const diagnosisSchema = z.object({ id: z.string(), title: z.string(), meaning: z.string(), remedy: z.string() });

/** What is normal for a game. */
export const budgetsSchema = z
  .object({
    startSeconds: z.int(),
    saveSeconds: z.int(),
    stopSeconds: z.int(),
    gracePeriodSeconds: z.int().meta({ description: 'Longest time from the request to stop until the end.' }),
  })
  .meta({ description: 'What is normal for this game.' });

const cardSchema = z.object({
  id: z.string().meta({ description: 'Value of spec.game.' }),
  title: z.string(),
  summary: z.string().meta({ description: 'One line for the marketplace.' }),
  tags: z.array(z.string()),
  icon: z.string().meta({ description: 'Path of the icon, an SVG image.' }),
  licences: z.array(licenceSchema).meta({ description: 'What a person has to accept before the game may start.' }),
  defaultPreset: z.string(),
  presets: z.array(presetSchema).meta({ description: 'Sizes, smallest first.' }),
});

/** A game as the marketplace shows it. */
export const gameCardSchema = cardSchema.meta({ description: 'A game of the catalogue.' });

/** The catalogue. */
export const gameListSchema = z
  .object({ items: z.array(gameCardSchema) })
  .meta({ description: 'The catalogue, in the order of the marketplace.' });

/** Everything there is to know of a game before it is ordered. */
export const gameSchema = cardSchema
  .extend({
    settings: z.object({
      schema: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema (draft-07) of spec.settings, with defaults.' }),
      fields: z.array(settingFieldSchema).meta({ description: 'What forms show, in order.' }),
    }),
    common: z.array(commonFieldSchema).meta({ description: 'Fields that every game has, by their paths in the spec.' }),
    versions: z.object({
      recommended: z.string(),
      channels: z.record(z.string(), z.string()).meta({ description: 'Channels and the version each stands for.' }),
      accepts: z.string().meta({ description: 'Regular expression of the versions that may be pinned.' }),
    }),
    ports: z.array(portSchema),
    secrets: z.array(credentialSchema).meta({ description: 'Credentials that may be given with an order.' }),
    capabilities: capabilitiesSchema,
    diagnoses: z.array(diagnosisSchema).meta({ description: 'Troubles that are recognised.' }),
    budgets: budgetsSchema,
  })
  .meta({ description: 'A game, with everything an order form needs.' });
