import { gameServerSpecSchema, type GameServerSpec } from '@gse/resources';
import { planServer, type AnyGame, type ServerPlan } from '@gse/sdk';
import type { ApiContext } from '../context.ts';
import { ApiError, invalid } from '../errors.ts';
import { problemsOf, unknownFields } from '../http/validation.ts';
import { growthProblems, wishProblems } from '../ordering/complaints.ts';
import { isRecord } from './merge-patch.ts';

/** A wish that can be met. */
export interface CheckedWish {
  readonly game: AnyGame;
  readonly spec: GameServerSpec;
  readonly plan: ServerPlan;
}

/** What wishes are checked with. */
export type WishContext = Pick<ApiContext, 'gameById' | 'mappingOf'>;

interface Problem {
  readonly path: string;
  readonly message: string;
}

/**
 * Checks a whole spec as charts, admission policies and the operator will, in their words, before anything is written.
 *
 * @param spec as it was sent, of any shape
 * @param kept the spec as it is, when it is to be changed
 * @throws ApiError 422 with the path of every offending field
 */
export function checkWish({ gameById, mappingOf }: WishContext, spec: unknown, kept?: GameServerSpec): CheckedWish {
  const game = isRecord(spec) && typeof spec['game'] === 'string' ? gameById(spec['game']) : undefined;
  const mapping = game && mappingOf(game);
  const refused = [...(mapping ? wishProblems(mapping, spec, kept) : []), ...(game ? growthProblems(game, spec, kept) : [])];
  const parsed = gameServerSpecSchema.safeParse(spec, { reportInput: true });
  if (!parsed.success) throw invalid(together(refused, problemsOf(parsed.error, 'spec')));
  const unknown = unknownFields(spec, parsed.data, 'spec').map((path) => ({ path, message: 'there is no such field' }));
  if (unknown.length > 0) throw invalid(together(refused, unknown), 'UnknownField');
  if (game === undefined)
    throw new ApiError(422, 'UnknownGame', `This edition has no game ${parsed.data.game}. GET /api/v1/games lists those it has.`, {
      path: 'spec.game',
    });
  const result = planServer(game, parsed.data);
  if (refused.length > 0) throw invalid(together(refused, result.ok ? [] : result.problems), 'SettingsInvalid');
  if (!result.ok) throw invalid(result.problems, 'SettingsInvalid');
  return { game, spec: parsed.data, plan: result.plan };
}

/** The problems, and what others say of fields that those do not name. */
function together(problems: readonly Problem[], more: readonly Problem[]): readonly Problem[] {
  const isNamed = (path: string): boolean =>
    problems.some((problem) => problem.path === path || path.startsWith(`${problem.path}.`) || problem.path.startsWith(`${path}.`));
  return [...problems, ...more.filter(({ path }) => !isNamed(path))];
}
