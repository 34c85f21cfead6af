import type { z } from 'zod';
import type { ConnectionSpec } from './connection.ts';
import type { Diagnosis } from './diagnosis.ts';
import { GameDefinitionError } from '../errors.ts';
import type { FilePatch } from '../files/patch.ts';
import { misfits } from './check.ts';
import type { NeedSpec } from './needs.ts';
import type { SettingsSchema } from './settings.ts';
import type { MetricSpec } from './metric.ts';
import type { LogPatterns, MetricSample, Moderation, PlayerLists, PlayersResult, ProbeResult, TalkContext } from './talk.ts';
import type { BackupSpec, KnownEvent, WipeSpec } from './world.ts';
import type { Budgets, HealthPolicy, LicenceSpec, PlanInput, PortSpec, Preset, SecretSpec, Workload } from './workload.ts';

/** Connections by name. */
export type Connections = Readonly<Record<string, ConnectionSpec<unknown>>>;

/** What inference may see of a declared connection: not its port and secret, whose literal types would widen. */
type Declared = Readonly<Record<string, Pick<ConnectionSpec<unknown>, 'protocol' | 'open'>>>;

/** Proves that every connection names a declared port and a declared secret. */
type ConnectionsFit<C extends Declared, Port, Secret> = {
  readonly [Name in keyof C]: C[Name] extends ConnectionSpec<infer Client, infer P, infer K>
    ? [P] extends [Port]
      ? [K] extends [Secret]
        ? C[Name]
        : ConnectionSpec<Client, P & Port, K & Secret & string>
      : ConnectionSpec<Client, P & Port & string, K>
    : never;
};

/**
 * Everything the platform needs to know of a game. What is absent is a capability the game does not have, and neither
 * API nor UI offers it.
 */
export interface GameDefinition<
  S extends SettingsSchema,
  P extends Readonly<Record<string, PortSpec>>,
  K extends Readonly<Record<string, SecretSpec>>,
  C extends Declared,
  Settings = z.output<S>,
  Context = TalkContext<Settings, C>,
> {
  // ── facts: pure, read by operator, API, UI and generators ──
  readonly id: string;
  readonly title: string;
  /** Kind of its orders in the platform's API, where the id in capitals is not how the game spells itself, such as `DayZServer`. */
  readonly orderKind?: string;
  /** One line for the marketplace. */
  readonly summary: string;
  readonly tags: readonly string[];
  /** SVG source of the icon, our own drawing. */
  readonly icon: string;
  readonly settings: S;
  /** Checks that need more than one field; each complaint names its field. */
  readonly check?: (settings: Settings) => readonly { readonly path: string; readonly message: string }[];
  /**
   * Checks that need the resources, too, such as a world that is too large for the memory of the chosen size; each
   * complaint names its field. What a person set by hand in `spec.resources` is their own affair and should be let pass.
   */
  readonly fits?: (input: PlanInput<Settings>) => readonly { readonly path: string; readonly message: string }[];
  readonly presets: Readonly<Record<string, Preset>>;
  /** Key of the preset used when nothing is asked for. */
  readonly defaultPreset: string;
  readonly licences: readonly LicenceSpec[];
  readonly ports: P;
  readonly secrets: K;
  /** Services beside the game, by a short name such as `database`. */
  readonly needs?: Readonly<Record<string, NeedSpec<NoInfer<Extract<keyof K, string>>>>>;
  readonly versions: {
    /** Version used when the order names none; a pin to something that is known to work with this adapter. */
    readonly recommended: string;
    /** Channels and the version each stands for, as of this release of the adapter. */
    readonly channels: Readonly<Record<string, string>>;
    /** True for a pin this adapter can run. */
    readonly accepts: RegExp;
  };
  readonly budgets: Budgets;
  readonly health: HealthPolicy;
  readonly workload: (input: PlanInput<Settings>) => Workload;
  /** Managed keys in the game's own files, relative to the data volume. Runs at every start, before the game. */
  readonly files: (
    input: PlanInput<Settings> & {
      readonly secrets: Readonly<Partial<Record<Extract<keyof K, string>, string>>>;
      readonly accepted: ReadonlySet<string>;
    },
  ) => readonly FilePatch[];
  readonly diagnoses: readonly Diagnosis[];
  readonly log: LogPatterns;
  /** What a backup is made of. */
  readonly backup?: BackupSpec;
  /** Ways to begin anew, by a short name such as `map`. */
  readonly wipes?: Readonly<Record<string, WipeSpec<NoInfer<Extract<keyof S['shape'], string>>>>>;
  /** Days that the publisher has set for every server, for schedules to follow. */
  readonly calendar?: readonly KnownEvent[];

  // ── talk: runs in the agent, next to the game ──
  readonly connections: C & ConnectionsFit<C, keyof P, keyof K>;
  readonly probe: (context: Context) => Promise<ProbeResult>;
  readonly players: (context: Context) => Promise<PlayersResult>;
  /** Runs one console command and answers what the game printed. */
  readonly command: (context: Context, line: string) => Promise<string>;
  readonly announce: (context: Context, message: string) => Promise<void>;
  readonly moderation?: Moderation<Context>;
  readonly playerLists?: PlayerLists<Context>;
  /** Returns when the world is on disk, or throws. */
  readonly save: (context: Context) => Promise<void>;
  /** Holds the files still; always released, whatever fails. */
  readonly quiesce?: (context: Context) => Promise<AsyncDisposable>;
  /** Asks the game to leave; waiting and signals are the platform's. */
  readonly stop: (context: Context) => Promise<void>;
  /** Tells the running game changed settings whose `applies` is `live`. Throws when the game refuses. */
  readonly applyLive?: (context: Context, changes: Partial<Settings>) => Promise<void>;
  readonly metrics?: (context: Context) => Promise<readonly MetricSample[]>;
  /** Every figure that `metrics` may tell, whatever the settings: what dashboards are made from. */
  readonly metricList?: readonly MetricSpec[];
}

/** The context of a game whose types do not matter; the session makes it by opening what `connections` declares. */
export type AnyContext = TalkContext<Record<string, unknown>, Connections>;

/** A game whose own types do not matter to the caller: what operator, agent, API and generators work with. */
export type AnyGame = GameDefinition<
  SettingsSchema,
  Readonly<Record<string, PortSpec>>,
  Readonly<Record<string, SecretSpec>>,
  Connections,
  Record<string, unknown>,
  AnyContext
>;

/**
 * Defines a game. Settings, ports, secrets and connections are inferred from their declarations, and every function is
 * checked against them. The result forgets those types: nothing above an adapter may depend on them.
 *
 * @throws GameDefinitionError naming the part that does not fit, where types cannot tell.
 */
export function defineGame<
  const S extends SettingsSchema,
  const P extends Readonly<Record<string, PortSpec>>,
  const K extends Readonly<Record<string, SecretSpec>>,
  const C extends Declared,
>(definition: GameDefinition<S, P, K, C>): AnyGame {
  // The one place where a typed adapter becomes an untyped one; the signature above has proven that its parts fit.
  const game = definition as unknown as AnyGame;
  for (const { path, problem } of misfits(game)) throw new GameDefinitionError(game.id, path, problem);
  return game;
}
