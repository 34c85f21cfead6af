import { objectAt, stringAt, type JsonObject } from '../json.ts';
import type { Conversion, KindRules } from '../resources/definition.ts';
import { fieldError } from '../status.ts';
import type { ApiObject } from '../store/api-object.ts';
import { countAt, textAt } from '../table/cells.ts';
import { age, ageColumn, column, nameColumn, wideColumn, type Column } from '../table/column.ts';
import type { BuiltinType } from './builtin-type.ts';

const oneHourSeconds = 3600;

function firstSeen(event: ApiObject): string | undefined {
  return stringAt(event, 'firstTimestamp') ?? stringAt(event, 'eventTime');
}

function lastSeen(event: ApiObject): string | undefined {
  return stringAt(objectAt(event, 'series'), 'lastObservedTime') ?? stringAt(event, 'lastTimestamp') ?? firstSeen(event);
}

function subject(reference: JsonObject | undefined): string {
  const kind = (stringAt(reference, 'kind') ?? '').toLowerCase();
  const name = stringAt(reference, 'name');
  return name ? `${kind}/${name}` : kind;
}

function source(event: ApiObject): string {
  const component = textAt(event, 'source.component') || textAt(event, 'reportingComponent');
  const host = textAt(event, 'source.host') || textAt(event, 'reportingInstance');
  return host ? `${component}, ${host}` : component;
}

const columns: readonly Column[] = [
  column('Last Seen', (event, nowMs) => age(lastSeen(event), nowMs)),
  column('Type', (event) => textAt(event, 'type')),
  column('Reason', (event) => textAt(event, 'reason')),
  column('Object', (event) => subject(objectAt(event, 'involvedObject'))),
  wideColumn('Subobject', (event) => textAt(event, 'involvedObject.fieldPath')),
  wideColumn('Source', source),
  column('Message', (event) => textAt(event, 'message').trim()),
  wideColumn('First Seen', (event, nowMs) => age(firstSeen(event), nowMs)),
  wideColumn('Count', (event) => countAt(event, 'series.count') || countAt(event, 'count') || 1),
  { ...nameColumn, priority: 1 },
];

const rules: KindRules = {
  timeToLiveSeconds: oneHourSeconds,
  nameFormat: 'any',
  check: (event, previous) => {
    const involved = stringAt(objectAt(event, 'involvedObject'), 'namespace') ?? '';
    const namespace = event.metadata.namespace ?? '';
    // Events about objects without a namespace are kept in `default`.
    const matches = involved === namespace || (involved === '' && (namespace === 'default' || namespace === 'kube-system'));
    return previous || matches ? [] : [fieldError.invalid('involvedObject.namespace', involved, 'does not match event.namespace')];
  },
};

/** Events as most programs and kubectl use them; this is also how they are stored. */
export const coreEventType: BuiltinType = {
  group: '',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  shortNames: ['ev'],
  namespaced: true,
  description: 'Something that happened to an object. Kept for an hour.',
  columns,
  selectableFields: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  rules,
};

/** The newer form of the same objects. */
export const newEventType: BuiltinType = {
  ...coreEventType,
  group: 'events.k8s.io',
  columns: [...columns.slice(0, -1), { ...nameColumn, priority: 1 }, { ...ageColumn, priority: 1 }],
};

/** The members that the two forms name differently. */
const memberNames: readonly (readonly [core: string, newer: string])[] = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['reportingComponent', 'reportingController'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
];

function rename(event: ApiObject, apiVersion: string, names: ReadonlyMap<string, string>): ApiObject {
  const { apiVersion: _, kind, metadata, ...rest } = event;
  const renamed: ApiObject = { apiVersion, kind, metadata };
  for (const [name, value] of Object.entries(rest)) renamed[names.get(name) ?? name] = value;
  return renamed;
}

const toNewer = new Map(memberNames);
const toCore = new Map(memberNames.map(([core, newer]) => [newer, core]));

/** Between events.k8s.io/v1 and the stored v1. */
export const eventConversion: Conversion = {
  fromStorage: (event) => rename(event, 'events.k8s.io/v1', toNewer),
  toStorage: (event) => rename(event, 'v1', toCore),
};
