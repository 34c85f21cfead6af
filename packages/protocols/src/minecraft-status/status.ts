/** One player named in a status. A decoration of the server list: incomplete, random, and sometimes not a player at all. */
export interface StatusPlayer {
  readonly name: string;
  readonly id: string;
}

/** Who is online, as the server list shows it. */
export interface StatusPlayers {
  readonly online: number;
  readonly max: number;
  /** At most a handful of names; absent when the server hides them. Never a roster. */
  readonly sample?: readonly StatusPlayer[];
}

/** A mod the server announces. */
export interface StatusMod {
  readonly id: string;
  readonly version: string;
}

/** What a modded server says of itself. */
export interface StatusModded {
  /** `fml1`: Forge up to 1.12, `forge`: Forge from 1.13 on, `marker`: only the statement that it is modded (NeoForge). */
  readonly format: 'fml1' | 'forge' | 'marker';
  /** At most 1000; empty when the server does not list them. */
  readonly mods: readonly StatusMod[];
  /** The list is known to be incomplete. */
  readonly truncated: boolean;
}

/** A Minecraft server's answer to the server list. Text is without formatting codes and control characters. */
export interface MinecraftStatus {
  /** As the server words it, such as `Paper 26.2`; empty when it does not say. */
  readonly versionName: string;
  /** Number of the wire protocol; -1 when the server does not say. */
  readonly protocol: number;
  /** Absent when the server hides it; never assume zero. */
  readonly players: StatusPlayers | undefined;
  /** The message of the day as plain text. */
  readonly description: string;
  /** The message of the day as it was sent: a string or a text component. */
  readonly descriptionRaw: unknown;
  /** The icon as a `data:image/png;base64,` URL; absent when there is none or it is unreasonably large. */
  readonly favicon?: string;
  /** Round trip of the ping, or of the request when the server does not answer pings. */
  readonly latencyMs: number;
  readonly modded?: StatusModded;
  /** Whether chat must be signed, where the server says. */
  readonly enforcesSecureChat?: boolean;
  /** Answered in the format of Minecraft 1.6 and older. */
  readonly legacy: boolean;
}
