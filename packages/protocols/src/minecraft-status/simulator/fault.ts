import type { Segmentation } from '../../testing/segments.ts';

/** A trouble the simulated status can have. */
export type MinecraftStatusFault =
  /** Accepts connections and answers nothing until healed. */
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }
  /** Hangs up instead of answering, as with `enable-status=false`. */
  | { readonly kind: 'hangUp' }
  | { readonly kind: 'segments'; readonly cut: Segmentation }
  /** Sends these bytes in place of any answer. */
  | { readonly kind: 'garbage'; readonly bytes: Uint8Array }
  /** Sends this text in place of the status document. */
  | { readonly kind: 'rawJson'; readonly text: string }
  /** Answers the status request with another packet. */
  | { readonly kind: 'wrongPacketId'; readonly id: number }
  /** Appends these bytes to the status packet, as some mods do. */
  | { readonly kind: 'trailingData'; readonly bytes: Uint8Array }
  /** Answers everything in the format of Minecraft 1.6. */
  | { readonly kind: 'legacy' }
  /** Never answers the ping, hangs up instead of answering it, or answers another one. */
  | { readonly kind: 'pong'; readonly how: 'silent' | 'hangUp' | 'wrongToken' };
