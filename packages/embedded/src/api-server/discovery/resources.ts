import type { JsonObject } from '../json.ts';
import { allVerbs, type ResourceDefinition } from '../resources/definition.ts';
import type { ApiGroup, Registry } from '../resources/registry.ts';
import { measuredPods } from '../measured/pod-metrics.ts';
import { reviews } from '../subresources/reviews.ts';

/** A resource or subresource as discovery lists it. */
export interface DiscoveredResource {
  /** `pods`, `pods/status`. */
  name: string;
  singularName: string;
  namespaced: boolean;
  kind: string;
  /** Of the kind, where it is not the group of the list. */
  group: string;
  version: string;
  verbs: readonly string[];
  shortNames: readonly string[];
  categories: readonly string[];
}

const partVerbs = ['get', 'patch', 'update'] as const;

function describe(definition: ResourceDefinition): DiscoveredResource[] {
  const { group, version, kind, plural, singular, namespaced, shortNames, categories } = definition;
  const main: DiscoveredResource = {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    group,
    version,
    verbs: allVerbs,
    shortNames,
    categories,
  };
  const part = { singularName: '', namespaced, shortNames: [], categories: [] };
  return [
    main,
    ...(definition.hasStatus ? [{ ...part, name: `${plural}/status`, kind, group, version, verbs: partVerbs }] : []),
    ...(definition.scale
      ? [{ ...part, name: `${plural}/scale`, kind: 'Scale', group: 'autoscaling', version: 'v1', verbs: partVerbs }]
      : []),
    ...definition.otherSubresources.map((subresource) => ({ ...part, ...subresource, name: `${plural}/${subresource.name}` })),
  ];
}

/** The resources of a group version, those included that nothing stores. */
export function resourcesIn(registry: Registry, group: string, version: string): DiscoveredResource[] {
  const stored = registry.all().filter((definition) => definition.group === group && definition.version === version);
  const asked = reviews.filter((review) => review.group === group && review.version === version);
  return [
    ...stored.flatMap(describe),
    ...asked.map(({ kind, plural }) => ({
      name: plural,
      singularName: kind.toLowerCase(),
      namespaced: false,
      kind,
      group,
      version,
      verbs: ['create'],
      shortNames: [],
      categories: [],
    })),
    ...(group === measuredPods.group && version === measuredPods.version
      ? [{ ...measuredPods, name: measuredPods.plural, singularName: '', namespaced: true, shortNames: [], categories: [] }]
      : []),
  ];
}

/** All groups, those included that store nothing; the core group comes first. */
export function groupsOf(registry: Registry): ApiGroup[] {
  const groups = registry.groups();
  const extra = new Map<string, string>([...reviews, measuredPods].map(({ group, version }) => [group, version]));
  for (const { name } of groups) extra.delete(name);
  return [...groups, ...[...extra].map(([name, version]) => ({ name, versions: [version] }))];
}

/** A resource in an `APIResourceList`. */
export function inResourceList(resource: DiscoveredResource, group: string): JsonObject {
  return {
    name: resource.name,
    singularName: resource.singularName,
    namespaced: resource.namespaced,
    ...(resource.group === group ? {} : { group: resource.group, version: resource.version }),
    kind: resource.kind,
    verbs: [...resource.verbs],
    ...(resource.shortNames.length > 0 ? { shortNames: [...resource.shortNames] } : {}),
    ...(resource.categories.length > 0 ? { categories: [...resource.categories] } : {}),
  };
}
