import type { Segmentation } from '../../testing/segments.ts';

/** A trouble the simulated console can have. */
export type WebRconFault =
  /** Rejects the right password. */
  | { readonly kind: 'wrongPassword' }
  /** Answers nothing any more, at once or after so many commands of a connection; answers what it was asked once healed. */
  | { readonly kind: 'hang'; readonly afterCommands?: number }
  /** Accepts connections and never upgrades them, as while a map is made. */
  | { readonly kind: 'neverUpgrades' }
  /** Ends the connection when a command comes. */
  | { readonly kind: 'reset' }
  /** Cuts or joins what it sends. */
  | { readonly kind: 'segments'; readonly cut: Segmentation }
  /** Sends these frames before every answer; a Uint8Array goes as a binary frame. */
  | { readonly kind: 'frames'; readonly frames: readonly (string | Uint8Array)[] }
  /** Sends every answer twice. */
  | { readonly kind: 'duplicateReplies' }
  /** Answers a command that was never given before every answer. */
  | { readonly kind: 'foreignIds' };
