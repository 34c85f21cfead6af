// @ts-check
/** The OCI artifact as Flux makes and takes it, in a folder of the OCI image layout, from where any tool pushes it. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzip, tar } from './tar.mjs';

const mediaTypes = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.cncf.flux.config.v1+json',
  layer: 'application/vnd.cncf.flux.content.v1.tar+gzip',
};

/** @typedef {{ version: string, revision: string, created: string, source?: string | undefined }} Origin */

/**
 * Writes the layout into an empty folder. The same files and origin give the same digest.
 *
 * @param {string} folder
 * @param {readonly { path: string, content: Uint8Array }[]} files
 * @param {Origin} origin
 * @returns {{ digest: string, bytes: number }} digest of the manifest, and the size of the files as they travel
 */
export function writeArtifact(folder, files, { version, revision, created, source }) {
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
  const archive = tar(files);
  const layer = gzip(archive);
  /** @type {(mediaType: string, content: Buffer) => { mediaType: string, digest: string, size: number }} */
  const put = (mediaType, content) => {
    const digest = sha256(content);
    writeFileSync(join(folder, 'blobs', digest.replace(':', '/')), content);
    return { mediaType, digest, size: content.length };
  };
  const config = put(
    mediaTypes.config,
    json({ architecture: '', os: '', created, config: {}, rootfs: { type: 'layers', diff_ids: [sha256(archive)] } }),
  );
  const manifest = put(
    mediaTypes.manifest,
    json({
      schemaVersion: 2,
      mediaType: mediaTypes.manifest,
      config,
      layers: [put(mediaTypes.layer, layer)],
      annotations: {
        'org.opencontainers.image.created': created,
        'org.opencontainers.image.licenses': 'Apache-2.0',
        'org.opencontainers.image.revision': revision,
        ...(source !== undefined && { 'org.opencontainers.image.source': source }),
        'org.opencontainers.image.title': 'Game Server Edition for Cozystack',
        'org.opencontainers.image.version': version,
      },
    }),
  );
  const tagged = { ...manifest, annotations: { 'org.opencontainers.image.ref.name': version } };
  writeFileSync(join(folder, 'index.json'), json({ schemaVersion: 2, mediaType: mediaTypes.index, manifests: [tagged] }));
  writeFileSync(join(folder, 'oci-layout'), json({ imageLayoutVersion: '1.0.0' }));
  return { digest: manifest.digest, bytes: layer.length };
}

/** @param {Uint8Array} content */
export function sha256(content) {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** @param {unknown} value */
function json(value) {
  return Buffer.from(JSON.stringify(value));
}
