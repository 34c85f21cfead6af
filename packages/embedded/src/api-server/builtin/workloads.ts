import { isEqual, isObject, listAt, objectAt, stringAt, valueAt, type Json, type JsonObject } from '../json.ts';
import { fieldError, type FieldError } from '../status.ts';
import type { ApiObject } from '../store/api-object.ts';
import { countAt, selectorText, workloadColumns } from '../table/cells.ts';
import { ageColumn, column, duration, nameColumn, wideColumn } from '../table/column.ts';
import type { BuiltinType } from './builtin-type.ts';
import { checkImmutable, checkOnlyChanges, checkRequired } from './check.ts';
import { fillDefaults, objectsAt } from './fill.ts';
import { checkPodSpec, fillPodSpec } from './pod.ts';

const template = 'spec.template.spec';
const replicaScale = {
  specReplicas: ['spec', 'replicas'],
  statusReplicas: ['status', 'replicas'],
  selector: ['spec', 'selector'],
};

/** A workload whose pods it could not find again would make new ones for ever. */
function checkSelector(object: ApiObject): FieldError[] {
  const selector = objectAt(objectAt(object, 'spec'), 'selector');
  const wanted = objectAt(selector, 'matchLabels') ?? {};
  if (!selector || (Object.keys(wanted).length === 0 && listAt(selector, 'matchExpressions').length === 0)) {
    return [
      selector
        ? fieldError.invalid('spec.selector', selector, 'empty selector is invalid for statefulset')
        : fieldError.required('spec.selector'),
    ];
  }
  const labels = valueAt(object, ['spec', 'template', 'metadata', 'labels']);
  const matches = Object.entries(wanted).every(([key, value]) => isObject(labels) && labels[key] === value);
  return matches
    ? []
    : [fieldError.invalid('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`')];
}

function checkReplicas(object: ApiObject): FieldError[] {
  const replicas = valueAt(object, ['spec', 'replicas']);
  if (typeof replicas !== 'number' || replicas >= 0) return [];
  return [fieldError.invalid('spec.replicas', replicas, 'must be greater than or equal to 0')];
}

function checkUpdateStrategy(set: ApiObject): FieldError[] {
  const strategy = valueAt(set, ['spec', 'updateStrategy']);
  const type = isObject(strategy) ? strategy['type'] : undefined;
  if (type === undefined || type === 'RollingUpdate' || type === 'OnDelete') return [];
  return [fieldError.invalid('spec.updateStrategy', { Type: type, RollingUpdate: null }, "must be 'RollingUpdate' or 'OnDelete'")];
}

/** A pod that is allowed to end would be made again for ever. */
function checkAlwaysRestarts(object: ApiObject): FieldError[] {
  const policy = valueAt(object, ['spec', 'template', 'spec', 'restartPolicy']);
  return policy === undefined || policy === 'Always'
    ? []
    : [fieldError.unsupported('spec.template.spec.restartPolicy', policy, ['Always'])];
}

function checkClaimTemplates(object: ApiObject): FieldError[] {
  return checkRequired(object, ['spec.volumeClaimTemplates[].metadata.name', 'spec.volumeClaimTemplates[].spec.accessModes']);
}

const statefulSet: BuiltinType = {
  group: 'apps',
  version: 'v1',
  kind: 'StatefulSet',
  plural: 'statefulsets',
  shortNames: ['sts'],
  categories: ['all'],
  namespaced: true,
  description: 'Pods with stable names and volumes of their own.',
  hasStatus: true,
  hasGeneration: true,
  scale: replicaScale,
  columns: [
    nameColumn,
    column('Ready', (set) => `${countAt(set, 'status.readyReplicas')}/${countAt(set, 'spec.replicas')}`),
    ageColumn,
    ...workloadColumns,
  ],
  rules: {
    fill: (set) => {
      fillDefaults(set, [
        [
          'spec',
          {
            replicas: 1,
            podManagementPolicy: 'OrderedReady',
            updateStrategy: {},
            revisionHistoryLimit: 10,
            persistentVolumeClaimRetentionPolicy: {},
          },
        ],
        ['spec.updateStrategy', { type: 'RollingUpdate' }],
        ['spec.updateStrategy', { rollingUpdate: (strategy) => (strategy['type'] === 'RollingUpdate' ? {} : undefined) }],
        ['spec.updateStrategy.rollingUpdate', { partition: 0 }],
        ['spec.persistentVolumeClaimRetentionPolicy', { whenDeleted: 'Retain', whenScaled: 'Retain' }],
        ['spec.volumeClaimTemplates[]', { apiVersion: 'v1', kind: 'PersistentVolumeClaim', status: { phase: 'Pending' } }],
        ['spec.volumeClaimTemplates[].spec', { volumeMode: 'Filesystem' }],
      ]);
      fillPodSpec(set, template);
    },
    prepareCreate: (set) => {
      set['status'] = { replicas: 0, availableReplicas: 0 };
    },
    check: (set, previous) => [
      ...checkSelector(set),
      ...checkPodSpec(set, template),
      ...checkReplicas(set),
      ...checkUpdateStrategy(set),
      ...checkAlwaysRestarts(set),
      ...checkClaimTemplates(set),
      ...checkOnlyChanges(
        set,
        previous,
        'spec',
        [
          'replicas',
          'ordinals',
          'template',
          'updateStrategy',
          'revisionHistoryLimit',
          'persistentVolumeClaimRetentionPolicy',
          'minReadySeconds',
        ],
        "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
      ),
    ],
  },
};

const deployment: BuiltinType = {
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  shortNames: ['deploy'],
  categories: ['all'],
  namespaced: true,
  description: 'Pods without identity. Stored only: nothing on one machine runs deployments.',
  hasStatus: true,
  hasGeneration: true,
  scale: replicaScale,
  columns: [
    nameColumn,
    column('Ready', (object) => `${countAt(object, 'status.readyReplicas')}/${countAt(object, 'spec.replicas')}`),
    column('Up-to-date', (object) => String(countAt(object, 'status.updatedReplicas'))),
    column('Available', (object) => String(countAt(object, 'status.availableReplicas'))),
    ageColumn,
    ...workloadColumns,
    wideColumn('Selector', (object) => selectorText(objectAt(objectAt(object, 'spec'), 'selector'))),
  ],
  rules: {
    fill: (object) => {
      fillDefaults(object, [
        ['spec', { replicas: 1, strategy: {}, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 }],
        ['spec.strategy', { type: 'RollingUpdate' }],
        ['spec.strategy', { rollingUpdate: (strategy) => (strategy['type'] === 'RollingUpdate' ? {} : undefined) }],
        ['spec.strategy.rollingUpdate', { maxUnavailable: '25%', maxSurge: '25%' }],
      ]);
      fillPodSpec(object, template);
    },
    prepareCreate: (object) => {
      object['status'] = {};
    },
    check: (object, previous) => [
      ...checkSelector(object),
      ...checkPodSpec(object, template),
      ...checkReplicas(object),
      ...checkAlwaysRestarts(object),
      ...checkImmutable(object, previous, ['spec.selector']),
    ],
  },
};

const jobLabels = ['batch.kubernetes.io/controller-uid', 'batch.kubernetes.io/job-name', 'controller-uid', 'job-name'] as const;

/** A job marks its pods with its own uid, unless whoever made it chose a selector. */
function generateJobSelector(job: ApiObject): void {
  const spec = objectAt(job, 'spec');
  if (!spec || spec['manualSelector'] === true || spec['selector']) return;
  const values: JsonObject = Object.fromEntries(
    jobLabels.map((label) => [label, (label.endsWith('uid') ? job.metadata.uid : job.metadata.name) ?? '']),
  );
  spec['selector'] = { matchLabels: { 'batch.kubernetes.io/controller-uid': job.metadata.uid ?? '' } };
  for (const target of objectsAt(job, 'spec.template')) {
    const metadata = objectAt(target, 'metadata') ?? {};
    target['metadata'] = { ...metadata, labels: { ...objectAt(metadata, 'labels'), ...values } };
  }
  // The labels of the template are the job's own, where it has none.
  job.metadata.labels ??= { ...objectAt(objectAt(objectAt(spec, 'template'), 'metadata'), 'labels') };
}

function hasJobCondition(job: ApiObject, type: string): boolean {
  return listAt(objectAt(job, 'status'), 'conditions').some((item) => isObject(item) && item['type'] === type && item['status'] === 'True');
}

function jobStatus(job: ApiObject): string {
  if (hasJobCondition(job, 'Complete')) return 'Complete';
  if (hasJobCondition(job, 'Failed')) return 'Failed';
  if (job.metadata.deletionTimestamp) return 'Terminating';
  return hasJobCondition(job, 'Suspended') ? 'Suspended' : 'Running';
}

function jobDuration(job: ApiObject, nowMs: number): Json {
  const status = objectAt(job, 'status');
  const start = stringAt(status, 'startTime');
  if (!start) return '';
  const end = stringAt(status, 'completionTime');
  return duration((end ? Date.parse(end) : nowMs) - Date.parse(start));
}

const job: BuiltinType = {
  group: 'batch',
  version: 'v1',
  kind: 'Job',
  plural: 'jobs',
  categories: ['all'],
  namespaced: true,
  description: 'Pods that run until they have succeeded.',
  hasStatus: true,
  hasGeneration: true,
  selectableFields: ['status.successful'],
  columns: [
    nameColumn,
    column('Status', jobStatus),
    column('Completions', (object) => {
      const completions = valueAt(object, ['spec', 'completions']);
      return `${countAt(object, 'status.succeeded')}/${typeof completions === 'number' ? completions : 1}`;
    }),
    column('Duration', jobDuration),
    ageColumn,
    ...workloadColumns,
    wideColumn('Selector', (object) => selectorText(objectAt(objectAt(object, 'spec'), 'selector'))),
  ],
  rules: {
    fill: (object) => {
      fillDefaults(object, [
        ['spec', { completions: (spec) => (spec['parallelism'] === undefined ? 1 : undefined) }],
        [
          'spec',
          {
            parallelism: 1,
            backoffLimit: 6,
            completionMode: 'NonIndexed',
            suspend: false,
            podReplacementPolicy: 'TerminatingOrFailed',
            manualSelector: false,
          },
        ],
      ]);
      fillPodSpec(object, template);
    },
    orphansDependents: true,
    prepareCreate: (object) => {
      generateJobSelector(object);
      object['status'] = {};
    },
    check: (object, previous) => {
      const policy = valueAt(object, ['spec', 'template', 'spec', 'restartPolicy']);
      return [
        ...checkPodSpec(object, template),
        ...(policy === 'Always' ? [fieldError.unsupported('spec.template.spec.restartPolicy', policy, ['OnFailure', 'Never'])] : []),
        ...checkImmutable(object, previous, ['spec.completions', 'spec.selector', 'spec.completionMode']),
        ...(previous &&
        !isSuspendedBefore(previous) &&
        !isEqual(valueAt(object, ['spec', 'template']), valueAt(previous, ['spec', 'template']))
          ? [fieldError.invalid('spec.template', valueAt(object, ['spec', 'template']) ?? null, 'field is immutable')]
          : []),
      ];
    },
  },
};

/** The template of a job that has never started may still change. */
function isSuspendedBefore(job: ApiObject): boolean {
  return valueAt(job, ['spec', 'suspend']) === true && valueAt(job, ['status', 'startTime']) === undefined;
}

/** StatefulSets, Deployments and Jobs. */
export const workloadTypes: readonly BuiltinType[] = [statefulSet, deployment, job];
