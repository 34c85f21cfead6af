import { gameServerSpecSchema, type GameServerSpec } from '@gse/resources';
import { planServer, type AnyGame, type ServerPlan } from '@gse/sdk';
import { ApiError, invalid } from '../errors.ts';
import { problemsOf, unknownFields } from '../http/validation.ts';

/** A wish that can be met. */
export interface CheckedWish {
  readonly game: AnyGame;
  readonly spec: GameServerSpec;
  readonly plan: ServerPlan;
}

/**
 * Checks a whole spec as the operator will, before anything is written.
 * @throws ApiError 422 with the path of every offending field
 */
export function checkWish(spec: unknown, gameById: (id: string) => AnyGame | undefined): CheckedWish {
  const parsed = gameServerSpecSchema.safeParse(spec, { reportInput: true });
  if (!parsed.success) throw invalid(problemsOf(parsed.error, 'spec'));
  const unknown = unknownFields(spec, parsed.data, 'spec');
  if (unknown.length > 0)
    throw invalid(
      unknown.map((path) => ({ path, message: 'there is no such field' })),
      'UnknownField',
    );
  const game = gameById(parsed.data.game);
  if (game === undefined)
    throw new ApiError(422, 'UnknownGame', `This edition has no game ${parsed.data.game}. GET /api/v1/games lists those it has.`, {
      path: 'spec.game',
    });
  const result = planServer(game, parsed.data);
  if (!result.ok) throw invalid(result.problems, 'SettingsInvalid');
  return { game, spec: parsed.data, plan: result.plan };
}
