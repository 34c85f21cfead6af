// @ts-check
/** What stops the preparation, said so that a person knows what to do next. Printed without a stack. */
export class PrepareError extends Error {
  /** @override */
  name = 'PrepareError';
}
