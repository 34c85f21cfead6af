import { parseJson, type JsonObject } from '../json.ts';
import type { ApiObject } from './api-object.ts';

/**
 * One version of one object: its JSON, made once and shared by the database, every answer and every watcher.
 * The parsed form is shared too and must not be changed; whoever wants to change it clones.
 */
export class StoredObject {
  readonly storage: string;
  readonly namespace: string;
  readonly name: string;
  readonly version: number;
  readonly json: string;
  #object: ApiObject | undefined;

  constructor(init: { storage: string; namespace: string; name: string; version: number; json: string; object?: ApiObject }) {
    this.storage = init.storage;
    this.namespace = init.namespace;
    this.name = init.name;
    this.version = init.version;
    this.json = init.json;
    this.#object = init.object;
  }

  /** Parsed on demand; read-only. */
  get object(): ApiObject {
    // Only what this server serialized itself is stored, so the shape is known.
    this.#object ??= parseJson(this.json) as ApiObject;
    return this.#object;
  }

  /** Forgets the parsed form of a version that is no longer current. */
  release(): void {
    this.#object = undefined;
  }

  get labels(): JsonObject {
    return this.object.metadata.labels ?? {};
  }
}
