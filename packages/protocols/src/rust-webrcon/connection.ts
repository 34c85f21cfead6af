import type { ConnectionSpec } from '@gse/sdk';
import type { RustWebRconClient } from './client.ts';
import { openWebRcon } from './open.ts';

/** What an adapter declares of its remote console. */
export interface RustWebRconOptions<Port extends string, Secret extends string> {
  /** Name of the adapter's RCON port. */
  readonly port: Port;
  /** Id of the adapter's secret that is the RCON password; best made of letters and figures alone. */
  readonly secret: Secret;
}

/** Declares a connection to Rust's remote console, which speaks JSON over a WebSocket. */
export function rustWebRcon<Port extends string, Secret extends string>({
  port,
  secret,
}: RustWebRconOptions<Port, Secret>): ConnectionSpec<RustWebRconClient, Port, Secret> {
  return { protocol: 'Rust WebRCON', port, secret, open: (target) => openWebRcon(target) };
}
