// @ts-check
/** What stops the building of the image, said so that a person knows what to do next. Printed without a stack. */
export class ImageError extends Error {
  /** @override */
  name = 'ImageError';
}
