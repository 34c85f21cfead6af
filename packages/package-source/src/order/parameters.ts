import type { AnyGame } from '@gse/sdk';
import { EditionError } from '../errors.ts';
import { commonParameters } from './common.ts';
import { consents } from './consents.ts';
import { credentials } from './credentials.ts';
import type { Parameter } from './parameter.ts';
import { settingParameters } from './settings.ts';

/** Keys that Helm and the platform put beside the parameters of an order. */
export const BESIDE_PARAMETERS: readonly string[] = ['_cluster', '_namespace', 'global', 'gse-lib'];

/** Words that CEL keeps for itself; a parameter of that name could not be checked. */
const CEL_WORDS = new Set(
  'as break const continue else false for function if import in let loop namespace null package return true var void while'.split(' '),
);

/**
 * Everything an order of a game may say, flat, in the order of forms.
 *
 * @throws EditionError where the adapter says something that cannot be a parameter
 */
export function parametersOf(game: AnyGame): readonly Parameter[] {
  const asked = [...consents(game), ...credentials(game).filter(({ target }) => target.to === 'credential' && target.isNeeded)];
  const common = commonParameters(game);
  const optional = credentials(game).filter(({ name }) => !asked.some((parameter) => parameter.name === name));
  const platform = [...asked, ...common, ...optional];
  const settings = settingParameters(game, new Set(platform.map(({ name }) => name)));
  const parameters = [...Map.groupBy([...platform, ...settings], ({ section }) => section).values()].flat();
  for (const [at, { name }] of parameters.entries()) {
    if (!/^[a-z][A-Za-z0-9]*$/.test(name) || CEL_WORDS.has(name) || BESIDE_PARAMETERS.includes(name))
      throw new EditionError(game.id, name, 'cannot be the name of a parameter');
    if (parameters.findIndex((other) => other.name === name) !== at) throw new EditionError(game.id, name, 'is the name of two parameters');
  }
  return parameters;
}
