import { z } from 'zod';

/** Some text on one line. */
export function text(maxLength = 4096): z.ZodString {
  return z
    .string({ error: 'is required' })
    .max(maxLength, `must have at most ${maxLength} characters`)
    .regex(/^[^\p{Cc}]+$/u, 'must be text on one line');
}

/** `true` or `false`. */
export function yesOrNo(): z.ZodType<boolean> {
  return z.enum(['true', 'false'], { error: 'must be true or false' }).transform((given) => given === 'true');
}

/** One of some words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words): z.ZodType<Words[number]> {
  const last = words.at(-1) ?? '';
  const list = words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
  return z.enum(words, { error: `must be ${list}` });
}

/** A whole number in a range. */
export function wholeNumber(min: number, max: number): z.ZodType<number> {
  const error = `must be a whole number from ${min} to ${max}`;
  return z
    .string({ error })
    .regex(/^\d{1,15}$/, error)
    .transform(Number)
    .refine((number) => number >= min && number <= max, error);
}

/** A number in a range, such as 2.5. */
export function decimal(min: number, max: number): z.ZodType<number> {
  const error = `must be a number from ${min} to ${max}`;
  return z
    .string({ error })
    .regex(/^\d{1,9}(?:\.\d{1,6})?$/, error)
    .transform(Number)
    .refine((number) => number >= min && number <= max, error);
}

/** A TCP port; 0 stands for any free one. */
export function port(): z.ZodType<number> {
  return wholeNumber(0, 65_535);
}

/** An address of the web, with `http` or `https`, without a user, a query or a fragment. */
export function webAddress(): z.ZodType<string> {
  const error = 'must be an address such as https://games.example.org, without user name, query or fragment';
  return z.string({ error }).refine((given) => {
    const url = URL.parse(given);
    return url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash;
  }, error);
}
