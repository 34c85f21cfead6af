import type { ControlPlane } from '@gse/control-plane';
import { resourceType, type KubeClient, type KubeObject } from '@gse/kube';
import { API_VERSION, GROUP, VERSION } from '@gse/resources';
import { until } from '../../support/machine.ts';
import type { ApplicationDefinition } from './kinds.ts';

const admission = { apiVersion: 'admissionregistration.k8s.io/v1', namespaced: false };
const policies = resourceType<KubeObject & { spec: object }>({
  ...admission,
  kind: 'ValidatingAdmissionPolicy',
  plural: 'validatingadmissionpolicies',
});
const bindings = resourceType<KubeObject & { spec: object }>({
  ...admission,
  kind: 'ValidatingAdmissionPolicyBinding',
  plural: 'validatingadmissionpolicybindings',
});

const USER = 'health-checks';
const SAYS = { failed: 'the health checks say: failed', inProgress: 'the health checks say: not yet' };
/** An object without a status yet: no expression can ask for that, and the platform goes on waiting. */
const NO_STATUS = 'no such key: status';

/** How a release is, as the platform's helm-controller tells it. */
export type Health = 'Current' | 'InProgress' | 'Failed';

/** Asks the expressions of ApplicationDefinitions how the server of a release is. */
export interface HealthChecks extends AsyncDisposable {
  of(namespace: string, release: string): Promise<Health>;
}

/**
 * Has the API server evaluate them, whose CEL is that of the platform: a policy for one user only refuses what is not healthy,
 * and that user does nothing but dry runs.
 */
export async function startHealthChecks(
  cluster: ControlPlane,
  admin: KubeClient,
  definitions: readonly ApplicationDefinition[],
): Promise<HealthChecks> {
  const fetch = cluster.fetch(await cluster.user(USER, ['system:masters']));
  const names = definitions.map(({ metadata }) => `${USER}-${metadata.name}`);
  for (const [index, { spec }] of definitions.entries()) {
    const name = names[index] ?? '';
    await admin.create(policies, { ...admission, kind: policies.kind, metadata: { name }, spec: policyOf(spec.release) });
    const binding = { policyName: name, validationActions: ['Deny'] };
    await admin.create(bindings, { ...admission, kind: bindings.kind, metadata: { name }, spec: binding });
  }

  const servers = (namespace: string): string => `${cluster.url}/apis/${API_VERSION}/namespaces/${namespace}/gameservers`;
  async function dryRun(
    method: 'PATCH' | 'POST',
    url: string,
    body: object,
  ): Promise<{ readonly isTaken: boolean; readonly text: string }> {
    const headers = { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' };
    const response = await fetch(new Request(`${url}?dryRun=All`, { method, headers, body: JSON.stringify(body) }));
    return { isTaken: response.ok, text: await response.text() };
  }

  // A policy works a moment after it was made; until then everything would seem healthy.
  for (const { metadata, spec } of definitions) {
    const kind = { apiVersion: API_VERSION, kind: 'GameServer' };
    const probe = { ...kind, metadata: { name: `${spec.release.prefix}probe` }, spec: { game: 'probe' } };
    await until(async () => (await dryRun('POST', servers('default'), probe)).text.includes(NO_STATUS), {
      what: `the health checks of ${metadata.name} to work`,
    });
  }

  async function ask(url: string): Promise<Health> {
    const { isTaken, text } = await dryRun('PATCH', url, {});
    if (isTaken) return 'Current';
    if (text.includes(SAYS.failed)) return 'Failed';
    if (text.includes(SAYS.inProgress) || text.includes(NO_STATUS)) return 'InProgress';
    throw new Error(`the health of ${url} cannot be told: ${text}`);
  }

  const checks: HealthChecks = {
    of: (namespace, release) => ask(`${servers(namespace)}/${release}`),
    async [Symbol.asyncDispose]() {
      for (const name of names) for (const type of [bindings, policies]) await admin.delete(type, { name });
    },
  };
  return checks;
}

function policyOf({ prefix, healthCheckExprs }: ApplicationDefinition['spec']['release']): object {
  const [check] = healthCheckExprs;
  if (check === undefined) throw new Error(`${prefix} has no health checks`);
  return {
    failurePolicy: 'Fail',
    matchConstraints: {
      resourceRules: [{ apiGroups: [GROUP], apiVersions: [VERSION], operations: ['CREATE', 'UPDATE'], resources: ['gameservers'] }],
    },
    matchConditions: [
      { name: 'asks', expression: `request.userInfo.username == '${USER}'` },
      { name: 'its-own', expression: `object.metadata.name.startsWith('${prefix}')` },
    ],
    validations: [
      { expression: `!(${ofObject(check.failed)})`, message: SAYS.failed },
      { expression: ofObject(check.current), message: SAYS.inProgress },
    ],
  };
}

/** There the parts of an object are variables, and here there is the object. */
function ofObject(expression: string): string {
  return expression.replace(/(?<![.\w])(?=(?:metadata|spec|status)\.)/g, 'object.');
}
