import { toStructural } from '@gse/resources';
import { gracePeriodSeconds, settingMetas, type AnyGame, type ModerationAct, type PlayerListName } from '@gse/sdk';
import type { z } from 'zod';
import type { gameCardSchema, gameSchema } from './game-schema.ts';

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
    secrets: personSecrets(game).map(([id, { title, description, optional }]) => ({ id, title, description, required: optional !== true })),
    capabilities: {
      moderation: moderationActs(game),
      playerLists: Object.keys(game.playerLists ?? {}) as PlayerListName[],
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
