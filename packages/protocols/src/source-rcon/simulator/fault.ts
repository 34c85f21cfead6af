import type { Segmentation } from '../../testing/segments.ts';

/** A trouble the simulated console can have. */
export type RconFault =
  /** Rejects the right password. */
  | { readonly kind: 'wrongPassword' }
  /** Answers nothing any more, at once or after so many commands of a connection; answers what it was asked once healed. */
  | { readonly kind: 'hang'; readonly afterCommands?: number }
  /** Accepts connections and takes nothing out of them. */
  | { readonly kind: 'stopReading' }
  /** Resets the connection. */
  | { readonly kind: 'reset'; readonly at: 'connect' | 'login' | 'command' }
  /** Cuts or joins what it sends. */
  | { readonly kind: 'segments'; readonly cut: Segmentation }
  /** Sends these bytes in place of any answer. */
  | { readonly kind: 'garbage'; readonly bytes: Uint8Array }
  /** Begins its replies with this size and sends nothing more. */
  | { readonly kind: 'oversize'; readonly size: number }
  /** Sends every reply twice. */
  | { readonly kind: 'duplicateReplies' }
  /** Sends the reply to a command that was never given before every reply. */
  | { readonly kind: 'foreignIds' };
