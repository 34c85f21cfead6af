/** A status as a server sends it. */
export interface MinecraftStatusDocument {
  readonly version: { readonly name: string; readonly protocol: number };
  readonly players?: {
    readonly max: number;
    readonly online: number;
    readonly sample?: readonly { readonly name: string; readonly id: string }[];
  };
  /** A text or a chat component. */
  readonly description: unknown;
  readonly favicon?: string;
  /** What only some servers send, such as `enforcesSecureChat` or `forgeData`. */
  readonly [key: string]: unknown;
}
