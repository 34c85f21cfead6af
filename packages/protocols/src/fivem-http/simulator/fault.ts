import type { Segmentation } from '../../testing/segments.ts';

/** A trouble the simulated HTTP side can have. */
export type FiveMHttpFault =
  /** Accepts connections and answers nothing until healed. */
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }
  /** Closes the connection instead of answering, as it does to those who ask too much. */
  | { readonly kind: 'hangUp' }
  /** Answers everything with this status. */
  | { readonly kind: 'status'; readonly code: number }
  | { readonly kind: 'segments'; readonly cut: Segmentation }
  /** Sends these bytes in place of any answer. */
  | { readonly kind: 'garbage'; readonly bytes: Uint8Array }
  /** Sends this body in place of any document. */
  | { readonly kind: 'body'; readonly text: string }
  /** Promises a body of this length and hangs up in the middle of it. */
  | { readonly kind: 'cut'; readonly afterBytes: number };
