import { Readable } from 'node:stream';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { archiveOf, type ImageFile } from '@gse/embedded/testing';

const TYPES = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
} as const;

/** What the registry knows of a layer, a configuration or a manifest. */
interface Blob {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** An image as a registry offers it. */
export interface OfferedImage {
  /** Without a registry: `itzg/minecraft-server:1`. */
  readonly name: string;
  readonly layers: readonly Blob[];
  readonly entrypoint?: readonly string[];
}

/**
 * A container registry on the loopback interface, with images made of local files. It has what an engine needs to pull
 * (the OCI distribution specification's pull part), and answers everything else as a registry that has no such image.
 */
export class LocalRegistry implements AsyncDisposable {
  readonly #folder: string;
  readonly #server: Server;
  readonly #blobs = new Map<string, Blob>();
  readonly #tags = new Map<string, Blob>();

  private constructor(folder: string) {
    this.#folder = folder;
    this.#server = createServer((request, response) => this.#answer(request.method ?? '', request.url ?? '', response));
  }

  static async start(): Promise<LocalRegistry> {
    const registry = new LocalRegistry(mkdtempSync(join(tmpdir(), 'gse-registry-')));
    await new Promise<void>((resolve, reject) => registry.#server.once('error', reject).listen(0, '127.0.0.1', resolve));
    return registry;
  }

  /** `host:port`. */
  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Packs files into a layer, which several images may have. */
  async layer(files: readonly ImageFile[]): Promise<Blob> {
    const folder = mkdtempSync(join(tmpdir(), 'gse-layer-'));
    try {
      return await this.#keep(TYPES.layer, archiveOf(folder, files));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async offer({ name, layers, entrypoint }: OfferedImage): Promise<void> {
    const config = await this.#keepJson(TYPES.config, {
      os: 'linux',
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      config: { Env: ['PATH=/usr/bin:/bin'], ...(entrypoint && { Entrypoint: entrypoint }) },
      rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
    });
    const manifest = await this.#keepJson(TYPES.manifest, { schemaVersion: 2, mediaType: TYPES.manifest, config, layers });
    this.#tags.set(name, manifest);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #keepJson(mediaType: string, content: unknown): Promise<Blob> {
    return await this.#keep(mediaType, [Buffer.from(JSON.stringify(content))]);
  }

  async #keep(mediaType: string, content: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<Blob> {
    const hash = createHash('sha256');
    const path = join(this.#folder, String(this.#blobs.size));
    await pipeline(
      Readable.from(content),
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(path),
    );
    const blob = { mediaType, digest: `sha256:${hash.digest('hex')}`, size: statSync(path).size };
    this.#blobs.set(blob.digest, blob);
    return blob;
  }

  #answer(method: string, url: string, response: ServerResponse): void {
    if (url === '/v2/') return void response.end('{}');
    const [, name = '', kind = '', reference = ''] = /^\/v2\/(.+)\/(manifests|blobs)\/([^/?]+)$/.exec(url) ?? [];
    const blob = this.#blobs.get(reference) ?? (kind === 'manifests' ? this.#tags.get(`${name}:${reference}`) : undefined);
    if (blob === undefined) {
      response
        .writeHead(404, { 'content-type': 'application/json' })
        .end(JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }] }));
      return;
    }
    response.writeHead(200, { 'content-type': blob.mediaType, 'content-length': blob.size, 'docker-content-digest': blob.digest });
    if (method === 'HEAD') response.end();
    else createReadStream(join(this.#folder, String([...this.#blobs.keys()].indexOf(blob.digest)))).pipe(response);
  }
}
