import { toStructural, type JsonSchema } from '@gse/resources';
import { patternWords, settingMetas, type AnyGame, type Applies } from '@gse/sdk';
import type { z } from 'zod';
import { EditionError } from '../errors.ts';
import { ruleOf } from '../rule/from-schema.ts';
import type { Parameter } from './parameter.ts';

const WHEN: Readonly<Record<Applies, string>> = {
  live: 'Takes effect at once.',
  restart: 'Takes effect at the next start.',
  wipe: 'Takes effect in the next new world.',
};

/** The game's own settings as parameters, under their groups. A name that every game has already gets `game` before it. */
export function settingParameters(game: AnyGame, taken: ReadonlySet<string>): readonly Parameter[] {
  const schemas = toStructural(game.settings)['properties'] as Readonly<Record<string, JsonSchema>>;
  const defaults = game.settings.parse({});
  return [...settingMetas(game.settings)].map(([setting, { group, title, description, unit, applies }]) => {
    const schema = schemas[setting] ?? {};
    const words = patternWords(game.settings.shape[setting] as z.ZodType);
    try {
      return {
        name: taken.has(setting) ? `game${setting.charAt(0).toUpperCase()}${setting.slice(1)}` : setting,
        section: group,
        title,
        description: [description, unit === undefined ? '' : `In ${unit}.`, WHEN[applies]].filter((part) => part !== '').join(' '),
        default: defaults[setting],
        rule: ruleOf(schema, words && asPredicate(words)),
        target: { to: 'spec', path: ['settings', setting] },
      };
    } catch (error) {
      if (error instanceof RangeError) throw new EditionError(game.id, `settings.${setting}`, error.message);
      throw error;
    }
  });
}

/** The same as what a text is or has, for the sentences of policies: "text up to 40 characters that is one line". */
function asPredicate(words: string): string {
  return words
    .replace(/^must /, '')
    .replace(/^have /, 'has ')
    .replace(/^be /, 'is ')
    .replace(/^not have /, 'has no ');
}
