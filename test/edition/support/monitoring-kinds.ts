/** Kinds that the charts of the edition make for monitoring, by their plural. */
export const PLURALS: Readonly<Record<string, string>> = {
  VMPodScrape: 'vmpodscrapes',
  VMRule: 'vmrules',
  PodMonitor: 'podmonitors',
  PrometheusRule: 'prometheusrules',
  GrafanaDashboard: 'grafanadashboards',
  ConfigMap: 'configmaps',
};

const TEXT = { type: 'string' };
const YES_OR_NO = { type: 'boolean' };
const WORDS = { type: 'object', additionalProperties: TEXT };
const listOf = (items: object): object => ({ type: 'array', items });
const objectOf = (properties: Record<string, object>, required: readonly string[] = []): object => ({
  type: 'object',
  properties,
  ...(required.length > 0 && { required }),
});

const RELABELING = objectOf({
  action: TEXT,
  regex: TEXT,
  replacement: TEXT,
  sourceLabels: listOf(TEXT),
  targetLabel: TEXT,
});

/** What both families say of a pod's port; only relabelings are called differently. */
function podScrape(relabelings: string, metricRelabelings: string): object {
  return objectOf(
    {
      selector: objectOf({ matchLabels: WORDS }),
      podMetricsEndpoints: listOf(
        objectOf({
          port: TEXT,
          path: { type: 'string', pattern: '^/' },
          interval: { type: 'string', pattern: '^[0-9]+(ms|s|m|h)$' },
          honorLabels: YES_OR_NO,
          authorization: objectOf({ type: TEXT, credentials: objectOf({ name: TEXT, key: TEXT }, ['key']) }),
          [relabelings]: listOf(RELABELING),
          [metricRelabelings]: listOf(RELABELING),
        }),
      ),
    },
    ['selector', 'podMetricsEndpoints'],
  );
}

const RULES = objectOf({
  groups: listOf(
    objectOf(
      {
        name: TEXT,
        rules: listOf(
          objectOf({ alert: TEXT, expr: TEXT, for: { type: 'string', pattern: '^[0-9]+(s|m|h)$' }, labels: WORDS, annotations: WORDS }, [
            'expr',
          ]),
        ),
      },
      ['name', 'rules'],
    ),
  ),
});

const DASHBOARD = objectOf(
  { folder: TEXT, allowCrossNamespaceImport: YES_OR_NO, instanceSelector: objectOf({ matchLabels: WORDS }), json: TEXT },
  ['instanceSelector'],
);

/** Stand-ins for these kinds. They know the fields that the charts use and no other, so that a misspelt one is found. */
export function monitoringKinds(): readonly object[] {
  return [
    kind('operator.victoriametrics.com', 'v1beta1', 'VMPodScrape', podScrape('relabelConfigs', 'metricRelabelConfigs')),
    kind('operator.victoriametrics.com', 'v1beta1', 'VMRule', RULES),
    kind('monitoring.coreos.com', 'v1', 'PodMonitor', podScrape('relabelings', 'metricRelabelings')),
    kind('monitoring.coreos.com', 'v1', 'PrometheusRule', RULES),
    kind('grafana.integreatly.org', 'v1beta1', 'GrafanaDashboard', DASHBOARD),
  ];
}

function kind(group: string, version: string, name: string, spec: object): object {
  const plural = PLURALS[name];
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind: name, plural, singular: name.toLowerCase() },
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema: objectOf({ spec }) } }],
    },
  };
}
