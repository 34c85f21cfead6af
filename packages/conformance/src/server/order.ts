import { gameServerSpecSchema, type GameServerSpec } from '@gse/resources';
import { planServer, type AnyGame, type FilePatch, type ServerPlan } from '@gse/sdk';
import { ConformanceFinding } from '../errors.ts';

/** What somebody orders. Left out: what the game gives by default, with every licence accepted. */
export interface Order {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly pin?: string;
  readonly channel?: string;
  readonly size?: string;
  readonly memory?: string;
  readonly licences?: 'accepted' | 'declined';
}

/** An order and what the platform makes of it. */
export interface Planned {
  readonly spec: GameServerSpec;
  readonly plan: ServerPlan;
}

/** The order as the platform would plan it; a finding where it cannot be met. */
export function planOrder(game: AnyGame, order: Order = {}): Planned {
  const spec = specOf(game, order);
  const result = planServer(game, spec);
  if (result.ok) return { spec, plan: result.plan };
  throw new ConformanceFinding(
    `The order ${JSON.stringify(order)} cannot be met: ${result.problems.map(({ path, message }) => `${path}: ${message}`).join('; ')}`,
  );
}

/** The order as a person would write it into a GameServer. */
export function specOf(game: AnyGame, { settings, pin, channel, size, memory, licences = 'accepted' }: Order = {}): GameServerSpec {
  return gameServerSpecSchema.parse({
    game: game.id,
    licences: licences === 'accepted' ? game.licences.map(({ id }) => ({ id, accepted: true })) : [],
    ...(settings !== undefined && { settings }),
    ...((pin !== undefined || channel !== undefined) && {
      version: { ...(pin !== undefined && { pin }), ...(channel !== undefined && { channel }) },
    }),
    ...(size !== undefined && { size }),
    ...(memory !== undefined && { resources: { memory } }),
  });
}

/** What the adapter wants in the game's files for an order. */
export function patchesOf(game: AnyGame, { spec, plan }: Planned, secrets: Readonly<Record<string, string>>): readonly FilePatch[] {
  return game.files({
    spec,
    secrets,
    settings: plan.settings,
    version: plan.version,
    memoryBytes: plan.memoryBytes,
    accepted: new Set((spec.licences ?? []).filter(({ accepted }) => accepted).map(({ id }) => id)),
  });
}
