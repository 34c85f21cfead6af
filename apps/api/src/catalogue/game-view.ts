import { toStructural } from '@gse/resources';
import { gracePeriodSeconds, settingMetas, type AnyGame, type ModerationAct, type PlayerListName } from '@gse/sdk';
import type { OrderMapping } from '@gse/package-source';
import type { z } from 'zod';
import { mustBe } from '../ordering/complaints.ts';
import { mappingOf } from '../ordering/mappings.ts';
import type { commonFieldSchema, gameCardSchema, gameSchema } from './game-schema.ts';

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
export function viewGame(game: AnyGame, mapping: OrderMapping | undefined = mappingOf(game)): z.output<typeof gameSchema> {
  const words = new Map((mapping ? specFields(mapping) : []).map((field) => [field.path, field]));
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
        ...wordsAt(words, `settings.${name}`),
        ...(lands !== undefined && { lands }),
      })),
    },
    common: [...words.values()].filter(({ path }) => !path.startsWith('settings.')),
    versions: { recommended: game.versions.recommended, channels: { ...game.versions.channels }, accepts: game.versions.accepts.source },
    ports: Object.entries(game.ports).map(([name, port]) => ({
      name,
      title: port.title,
      protocols: [...port.protocols],
      number: port.number,
      exposed: port.exposed,
      primary: port.primary ?? false,
    })),
    secrets: personSecrets(game).map(([id, { title, description, optional, shown }]) => ({
      id,
      title,
      description,
      required: optional !== true,
      shown: shown === true,
      ...credentialWords(mapping, id),
    })),
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

type CommonField = z.output<typeof commonFieldSchema>;

/** What every field of the spec has to be that an order can say; the members of a group each by themselves. */
function specFields(mapping: OrderMapping): readonly CommonField[] {
  return mapping.parameters.flatMap((parameter): CommonField[] => {
    const { target, rule, default: value } = parameter;
    if (target.to !== 'spec') return [];
    const path = target.path.join('.');
    const members = rule.type === 'group' ? Object.keys(rule.of) : [];
    return [
      { path, default: value, mustBe: mustBe(mapping, parameter) ?? '' },
      ...members.map((member) => ({ path: `${path}.${member}`, mustBe: mustBe(mapping, parameter, member) ?? '' })),
    ];
  });
}

function wordsAt(words: ReadonlyMap<string, CommonField>, path: string): { readonly mustBe?: string } {
  const found = words.get(path);
  return found === undefined ? {} : { mustBe: found.mustBe };
}

function credentialWords(mapping: OrderMapping | undefined, id: string): { readonly mustBe?: string } {
  const parameter = mapping?.parameters.find(({ target }) => target.to === 'credential' && target.id === id);
  const words = mapping && parameter && mustBe(mapping, parameter);
  return words === undefined ? {} : { mustBe: words };
}

/** The acts on players that this game has. */
export function moderationActs(game: AnyGame): ModerationAct[] {
  return Object.entries(game.moderation ?? {}).flatMap(([act, run]) => (run === undefined ? [] : [act as ModerationAct]));
}

/** Credentials that people give; the platform makes the others by itself. */
export function personSecrets(game: AnyGame): [string, AnyGame['secrets'][string]][] {
  return Object.entries(game.secrets).filter(([, secret]) => secret.generate === undefined);
}
