import { createHash } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import type { Registry } from '../resources/registry.ts';
import { groupsOf } from '../discovery/resources.ts';
import { componentsOf } from './components.ts';
import { pathsOf } from './paths.ts';

const info = { title: 'Kubernetes', version: 'unversioned' };

/** The OpenAPI documents of what is served now; made again only when a kind has come or gone. */
export class OpenApiDocuments {
  readonly #registry: Registry;
  #revision = -1;
  #texts = new Map<string, string>();

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  /** `/openapi/v3`: where the document of each group version is. */
  index(): string {
    const paths = Object.fromEntries(
      this.#groupVersionPaths().map((path) => [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${this.#hash(path)}` }]),
    );
    return JSON.stringify({ paths });
  }

  /** `/openapi/v3/apis/apps/v1`; undefined when there is no such group version. */
  document(path: string): string | undefined {
    if (!this.#groupVersionPaths().includes(path)) return undefined;
    return this.#text(path, () => {
      const definitions = this.#definitionsAt(path);
      return {
        openapi: '3.0.0',
        info,
        paths: pathsOf(definitions, 3),
        components: { schemas: componentsOf(definitions, 3) },
      };
    });
  }

  /** `/openapi/v2`: everything in one document. */
  all(): string {
    return this.#text('v2', () => ({
      swagger: '2.0',
      info,
      paths: pathsOf(this.#registry.all(), 2),
      definitions: componentsOf(this.#registry.all(), 2),
    }));
  }

  #groupVersionPaths(): string[] {
    return groupsOf(this.#registry).flatMap(({ name, versions }) =>
      versions.map((version) => (name ? `apis/${name}/${version}` : `api/${version}`)),
    );
  }

  #definitionsAt(path: string): ReturnType<Registry['all']> {
    return this.#registry.inGroupVersion(path.replace(/^apis?\//, ''));
  }

  #hash(path: string): string {
    return createHash('sha256')
      .update(this.document(path) ?? '')
      .digest('hex')
      .slice(0, 32)
      .toUpperCase();
  }

  #text(key: string, make: () => JsonObject): string {
    if (this.#revision !== this.#registry.revision) {
      this.#texts = new Map();
      this.#revision = this.#registry.revision;
    }
    const known = this.#texts.get(key);
    if (known !== undefined) return known;
    const text = JSON.stringify(make());
    this.#texts.set(key, text);
    return text;
  }
}
