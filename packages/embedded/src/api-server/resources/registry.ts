import type { ApiObject } from '../store/api-object.ts';
import { builtinDefinitions } from './builtin.ts';
import { customDefinitions } from './custom.ts';
import { groupVersion, type ResourceDefinition } from './definition.ts';

/** One group of the API with its versions, the preferred one first. */
export interface ApiGroup {
  name: string;
  versions: readonly string[];
}

/** Which resources exist right now: the built-in ones and those of the CRDs. */
export class Registry {
  readonly #builtin = builtinDefinitions();
  readonly #custom = new Map<string, ResourceDefinition[]>();
  #index = new Map<string, ResourceDefinition>();
  #revision = 0;

  constructor() {
    this.#rebuild();
  }

  /** Changes whenever a resource appears, changes or goes; caches of documents key on it. */
  get revision(): number {
    return this.#revision;
  }

  /** All definitions, built-in ones first. */
  all(): ResourceDefinition[] {
    return [...this.#builtin, ...[...this.#custom.values()].flat()];
  }

  find(group: string, version: string, plural: string): ResourceDefinition | undefined {
    return this.#index.get(`${group}/${version}/${plural}`);
  }

  /** Each kind of stored objects once, in the version they are stored in. */
  stored(): ResourceDefinition[] {
    const byStorage = new Map<string, ResourceDefinition>();
    for (const definition of this.all()) byStorage.set(definition.storage, definition.stored?.definition ?? definition);
    return [...byStorage.values()];
  }

  /** Groups in the order of discovery; the core group has the empty name. */
  groups(): ApiGroup[] {
    const groups = new Map<string, Set<string>>();
    for (const { group, version } of this.all()) {
      const versions = groups.get(group) ?? new Set<string>();
      groups.set(group, versions.add(version));
    }
    return [...groups].map(([name, versions]) => ({ name, versions: [...versions].sort(compareVersions) }));
  }

  /** The resources of one group version. */
  inGroupVersion(wanted: string): ResourceDefinition[] {
    return this.all().filter((definition) => groupVersion(definition) === wanted);
  }

  setCrd(crd: ApiObject): void {
    this.#custom.set(crd.metadata.name ?? '', customDefinitions(crd));
    this.#rebuild();
  }

  removeCrd(name: string): void {
    this.#custom.delete(name);
    this.#rebuild();
  }

  #rebuild(): void {
    this.#revision += 1;
    this.#index = new Map(this.all().map((definition) => [`${definition.group}/${definition.version}/${definition.plural}`, definition]));
  }
}

/** Stable before beta before alpha, higher before lower, as Kubernetes prefers versions. */
function compareVersions(left: string, right: string): number {
  const rank = (version: string): [number, number, number] => {
    const parts = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
    if (!parts) return [-1, 0, 0];
    return [parts[2] === undefined ? 2 : parts[2] === 'beta' ? 1 : 0, Number(parts[1]), Number(parts[3] ?? 0)];
  };
  const [leftRank, rightRank] = [rank(left), rank(right)];
  for (const place of [0, 1, 2] as const) if (leftRank[place] !== rightRank[place]) return rightRank[place] - leftRank[place];
  return left < right ? -1 : 1;
}
