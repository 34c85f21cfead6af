// @ts-check
/** The image that a release of the charts is for: named in the charts that run it, nowhere else. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImageError } from './errors.mjs';

/** Charts that run the image, each with its own copy of the one line: Helm reads no file outside of a chart. */
const charts = ['charts/system/gse-operator', 'charts/system/gse-api'];
const reference = /^[a-z0-9][a-z0-9.:/_-]*:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}(@sha256:[0-9a-f]{64})?$/;

/**
 * @param {string} checkout
 * @param {string} image with tag, and with digest for a release
 * @returns {string[]} the files that name it now
 */
export function pinImage(checkout, image) {
  if (!reference.test(image)) throw new ImageError(`${image} is not an image with a tag, such as registry.example.org/gse:0.1.0@sha256:…`);
  return charts.map((chart) => {
    const file = `${chart}/files/image.txt`;
    writeFileSync(join(checkout, file), `${image}\n`);
    return file;
  });
}
