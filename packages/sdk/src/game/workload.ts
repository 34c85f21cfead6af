import type { GameServerSpec } from '@gse/resources';

/** A port of the game. `exposed` ports are reached by players, the others never leave the pod. */
export interface PortSpec {
  /** Transports on this number; some games have both. */
  readonly protocols: readonly ('TCP' | 'UDP')[];
  /** The game's own default, used inside the pod. */
  readonly number: number;
  readonly exposed: boolean;
  /** The port players type; exactly one exposed port has it. */
  readonly primary?: true;
  readonly title: string;
}

/** A credential the game needs. Generated ones are made by the operator once and kept. */
export interface SecretSpec {
  readonly title: string;
  readonly description: string;
  /** Number of random characters [A-Za-z0-9] when the platform makes it; absent: the person gives it. */
  readonly generate?: number;
  /** The person who gives it may leave it out, and the game runs without; never together with `generate`. */
  readonly optional?: true;
  /** No secret by itself, such as the name of an account: forms may show it. */
  readonly shown?: true;
}

/** A licence or account the game's publisher wants a person to agree to. */
export interface LicenceSpec {
  readonly id: string;
  readonly title: string;
  /** What one agrees to, in its own words, in a sentence or two. */
  readonly summary: string;
  readonly url: string;
}

/** A size that fits the game. */
export interface Preset {
  readonly title: string;
  /** Kubernetes quantities. */
  readonly cpu: string;
  readonly memory: string;
  readonly storage: string;
  /** Why these figures, and for how many players. */
  readonly reason: string;
}

/** What is normal for this game, in seconds. Grace period and deadlines are derived from it. */
export interface Budgets {
  /** From process start to joinable, including a first download or world creation. Not liveness. */
  readonly startSeconds: number;
  /** Longest save of a large world. */
  readonly saveSeconds: number;
  /** From the stop command to the end of the process, without the save. */
  readonly stopSeconds: number;
}

/** How often the agent asks the game, and when silence means trouble. */
export interface HealthPolicy {
  readonly intervalSeconds: number;
  /** Failed probes in a row, after the game had once been healthy, that make it Unresponsive. */
  readonly failures: number;
}

/** What an adapter's pure functions may look at. */
export interface PlanInput<Settings> {
  readonly spec: GameServerSpec;
  readonly settings: Settings;
  /** The resolved version of the game. */
  readonly version: string;
  /** Memory limit of the game container in bytes. */
  readonly memoryBytes: number;
}

/** The game container, in the adapter's words. The operator adds what every game has: labels, drain hook, agent, volumes. */
export interface Workload {
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Environment variables whose value is a declared secret. Prefer files where the game can read one. */
  readonly secretEnv?: Readonly<Record<string, string>>;
  /** Where the world volume is mounted in the container. */
  readonly dataPath: string;
  /** The game's user; files in the volume belong to it. */
  readonly runAsUser: number;
  readonly runAsGroup: number;
}

/** Folder in which every declared secret is a file named by its id, in agent and game container. */
export const SECRETS_PATH = '/gse-secrets';
