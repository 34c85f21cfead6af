import { toStructural } from '@gse/resources';
import { gracePeriodSeconds, settingMetas, type AnyGame, type ModerationAct } from '@gse/sdk';
import { z } from 'zod';

const licenceSchema = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string().meta({ description: 'What one agrees to.' }),
  url: z.string(),
});

const cardSchema = z.object({
  id: z.string().meta({ description: 'Value of spec.game.' }),
  title: z.string(),
  summary: z.string().meta({ description: 'One line for the marketplace.' }),
  tags: z.array(z.string()),
  icon: z.string().meta({ description: 'Path of the icon, an SVG image.' }),
  licences: z.array(licenceSchema).meta({ description: 'What a person has to accept before the game may start.' }),
  defaultPreset: z.string(),
  presets: z
    .array(
      z.object({
        id: z.string().meta({ description: 'Value of spec.size.' }),
        title: z.string(),
        cpu: z.string(),
        memory: z.string(),
        storage: z.string(),
        reason: z.string().meta({ description: 'Why these figures, and for how many players.' }),
      }),
    )
    .meta({ description: 'Sizes, smallest first.' }),
});

/** A game as the marketplace shows it. */
export const gameCardSchema = cardSchema.meta({ description: 'A game of the catalogue.' });

/** Everything there is to know of a game before it is ordered. */
export const gameSchema = cardSchema
  .extend({
    settings: z.object({
      schema: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema (draft-07) of spec.settings, with defaults.' }),
      fields: z
        .array(
          z.object({
            name: z.string(),
            group: z.string(),
            title: z.string(),
            description: z.string(),
            applies: z
              .enum(['live', 'restart', 'wipe'])
              .meta({ description: 'When a change takes effect: at once, with the next restart, or in a new world.' }),
            unit: z.string().optional(),
            lands: z.string().optional().meta({ description: 'Where it lands in the game, such as server.properties: motd.' }),
          }),
        )
        .meta({ description: 'What forms show, in order.' }),
    }),
    versions: z.object({
      recommended: z.string(),
      channels: z.record(z.string(), z.string()).meta({ description: 'Channels and the version each stands for.' }),
      accepts: z.string().meta({ description: 'Regular expression of the versions that may be pinned.' }),
    }),
    ports: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        protocols: z.array(z.enum(['TCP', 'UDP'])),
        number: z.int(),
        exposed: z.boolean(),
        primary: z.boolean(),
      }),
    ),
    secrets: z
      .array(z.object({ id: z.string(), title: z.string(), description: z.string() }))
      .meta({ description: 'Credentials that may be given with an order.' }),
    capabilities: z
      .object({
        moderation: z.array(z.string()).meta({ description: 'Acts on players the game has.' }),
        applyLive: z.boolean().meta({ description: 'Takes some settings while it runs.' }),
        quiesce: z.boolean().meta({ description: 'Can hold its files still, for a backup while it runs.' }),
        metrics: z.boolean().meta({ description: 'Tells figures of its own.' }),
        chat: z.boolean().meta({ description: 'Chat can be read from the log.' }),
        joins: z.boolean().meta({ description: 'Joining and leaving can be read from the log.' }),
      })
      .meta({ description: 'What this game can do; nothing else is offered for it.' }),
    diagnoses: z
      .array(z.object({ id: z.string(), title: z.string(), meaning: z.string(), remedy: z.string() }))
      .meta({ description: 'Troubles that are recognised.' }),
    budgets: z
      .object({
        startSeconds: z.int(),
        saveSeconds: z.int(),
        stopSeconds: z.int(),
        gracePeriodSeconds: z.int().meta({ description: 'Longest time from the request to stop until the end.' }),
      })
      .meta({ description: 'What is normal for this game.' }),
  })
  .meta({ description: 'A game, with everything an order form needs.' });

type Card = z.output<typeof gameCardSchema>;

/** The card of a game. */
export function viewCard(game: AnyGame): Card {
  return {
    id: game.id,
    title: game.title,
    summary: game.summary,
    tags: [...game.tags],
    icon: `/api/v1/games/${game.id}/icon.svg`,
    licences: game.licences.map(({ id, title, summary, url }) => ({ id, title, summary, url })),
    defaultPreset: game.defaultPreset,
    presets: Object.entries(game.presets).map(([id, { title, cpu, memory, storage, reason }]) => ({
      id,
      title,
      cpu,
      memory,
      storage,
      reason,
    })),
  };
}

/** Everything about a game. What the adapter does not have is not offered. */
export function viewGame(game: AnyGame): z.output<typeof gameSchema> {
  return {
    ...viewCard(game),
    settings: {
      schema: toStructural(game.settings),
      fields: [...settingMetas(game.settings)].map(([name, { group, title, description, applies, unit, lands }]) => ({
        name,
        group,
        title,
        description,
        applies: applies === 'live' && !game.applyLive ? 'restart' : applies,
        ...(unit !== undefined && { unit }),
        ...(lands !== undefined && { lands }),
      })),
    },
    versions: { recommended: game.versions.recommended, channels: { ...game.versions.channels }, accepts: game.versions.accepts.source },
    ports: Object.entries(game.ports).map(([name, port]) => ({
      name,
      title: port.title,
      protocols: [...port.protocols],
      number: port.number,
      exposed: port.exposed,
      primary: port.primary ?? false,
    })),
    secrets: personSecrets(game).map(([id, { title, description }]) => ({ id, title, description })),
    capabilities: {
      moderation: moderationActs(game),
      applyLive: game.applyLive !== undefined,
      quiesce: game.quiesce !== undefined,
      metrics: game.metrics !== undefined,
      chat: game.log.chat !== undefined,
      joins: game.log.joined !== undefined,
    },
    diagnoses: game.diagnoses.map(({ id, title, meaning, remedy }) => ({ id, title, meaning, remedy })),
    budgets: { ...game.budgets, gracePeriodSeconds: gracePeriodSeconds(game) },
  };
}

/** The acts on players that this game has. */
export function moderationActs(game: AnyGame): ModerationAct[] {
  return Object.entries(game.moderation ?? {}).flatMap(([act, run]) => (run === undefined ? [] : [act as ModerationAct]));
}

/** Credentials that people give; the platform makes the others by itself. */
export function personSecrets(game: AnyGame): [string, AnyGame['secrets'][string]][] {
  return Object.entries(game.secrets).filter(([, secret]) => secret.generate === undefined);
}
