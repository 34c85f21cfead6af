/** `/info.json`: what a server is made of. */
export interface FiveMInfo {
  /** As the server words it, such as `FXServer-master SERVER v1.0.0.35945 linux`; empty when it does not say. */
  readonly server: string;
  /** The build in those words; absent when there is none. */
  readonly build?: number;
  /** Names of the resources that run. */
  readonly resources: readonly string[];
  /** Variables that the server shows, all of them text. */
  readonly vars: ReadonlyMap<string, string>;
}

/** `/dynamic.json`: what changes. What is missing or malformed is absent: never take it for zero. */
export interface FiveMDynamic {
  readonly hostname: string;
  readonly gametype: string;
  readonly mapname: string;
  readonly clients?: number;
  readonly maxClients?: number;
}

/** Somebody on the server. Addresses are left out, wherever the server tells them. */
export interface FiveMPlayer {
  /** Number of the session; another one after the next join. */
  readonly id: number;
  readonly name: string;
  readonly ping?: number;
  /** Such as `license:0123…` or `discord:4567…`; empty when the server does not show them to us. */
  readonly identifiers: readonly string[];
}

/** `/players.json`: who is on, as of the last second in which the server's main thread ran. */
export interface FiveMPlayers {
  /** Entries of the list, readable or not. */
  readonly online: number;
  /** Those that could be read. */
  readonly players: readonly FiveMPlayer[];
}

/** How long the ticks of one thread took since the start, from `/perf/`. */
export interface FiveMTicks {
  /** Such as `svMain`, `svNetwork` or `svSync`. */
  readonly thread: string;
  readonly count: number;
  readonly sumSeconds: number;
  /** Ticks that took at most so long, growing; the last limit is infinite. */
  readonly buckets: readonly { readonly atMostSeconds: number; readonly count: number }[];
}
