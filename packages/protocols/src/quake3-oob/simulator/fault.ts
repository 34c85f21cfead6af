/** A trouble the simulated UDP port can have. */
export type OobFault =
  /** Rejects the right password. */
  | { readonly kind: 'wrongPassword' }
  /** Answers nothing, as over the rate limit. */
  | { readonly kind: 'silence' }
  /** Every so-many-th answer is lost on the way; 2 loses the first, keeps the second, and so on. */
  | { readonly kind: 'loss'; readonly every: number }
  /** Sends these bytes in place of any answer. */
  | { readonly kind: 'garbage'; readonly bytes: Uint8Array }
  /** Cuts every answer after so many bytes, as a network does. */
  | { readonly kind: 'cut'; readonly bytes: number }
  /** Sends every answer twice. */
  | { readonly kind: 'duplicates' }
  /** Sends an answer to another question before every answer, and answers from another port as well. */
  | { readonly kind: 'strangers' };
