import { expect } from 'vitest';

/** Matches a text by pattern; vitest's own matchers have the type `any`. */
export const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

/** Matches a text without these characters. */
export const notContaining = (text: string): unknown => expect.not.stringContaining(text);
