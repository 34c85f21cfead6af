// @ts-check
/** What stops a release, said so that a person knows what to do next. Printed without a stack. */
export class ReleaseError extends Error {
  /** @override */
  name = 'ReleaseError';
}
