/** A trouble the simulated query port can have. */
export type A2sFault =
  /** Answers nothing. */
  | { readonly kind: 'silence' }
  /** Every so-many-th datagram is lost on the way; 2 loses the first, keeps the second, and so on. */
  | { readonly kind: 'loss'; readonly every: number }
  /** Sends these datagrams in place of any answer. */
  | { readonly kind: 'datagrams'; readonly datagrams: readonly Uint8Array[] }
  /** Wants so many challenges answered before it answers itself; Infinity never does. */
  | { readonly kind: 'challenges'; readonly count: number }
  /** Splits every answer into parts of so many bytes, which come in this order. */
  | { readonly kind: 'split'; readonly bytes: number; readonly order: 'inOrder' | 'reversed' | 'doubled' | 'lastMissing' }
  /** Cuts every answer after so many bytes. */
  | { readonly kind: 'cut'; readonly bytes: number }
  /** Sends every datagram from another port as well, with other bytes, and first. */
  | { readonly kind: 'strangers' }
  /** Answers `info` in the format of the engine before: instead of the current one, or in front of it. */
  | { readonly kind: 'oldInfo'; readonly how: 'instead' | 'before' };
