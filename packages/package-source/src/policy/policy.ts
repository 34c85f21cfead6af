import { celText } from '../rule/cel.ts';

/** Where a policy looks. */
interface Resource {
  readonly apiGroup: string;
  readonly version: string;
  readonly resource: string;
}

interface Condition {
  readonly name: string;
  readonly expression: string;
}

/** One complaint: the message where the expression is not true. */
export interface Check {
  /** True for what is fine. */
  readonly expression: string;
  readonly message: string;
}

/** What makes a policy. */
export interface PolicyParts {
  readonly name: string;
  readonly resource: Resource;
  readonly conditions: readonly Condition[];
  readonly variables: readonly Condition[];
  readonly checks: readonly Check[];
  /** A CEL list of texts: complaints whose words depend on the object. */
  readonly more: readonly string[];
}

/**
 * A ValidatingAdmissionPolicy with its binding. All complaints are told at once, in the words of every other door.
 *
 * Objects whose spec does not change are let pass, so that a limit which came later locks nobody out of deleting what there is;
 * and so is every field that does not change, see `checksOf`.
 */
export function policy({ name, resource, conditions, variables, checks, more }: PolicyParts): readonly object[] {
  const complaints = checks.map(({ expression, message }) => `${expression} ? "" : ${celText(message)}`);
  return [
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: [resource.apiGroup],
              apiVersions: [resource.version],
              operations: ['CREATE', 'UPDATE'],
              resources: [resource.resource],
            },
          ],
        },
        matchConditions: [
          { name: 'says-something-new', expression: 'oldObject == null || object.?spec != oldObject.?spec' },
          { name: 'stays', expression: '!has(object.metadata.deletionTimestamp)' },
          ...conditions,
        ],
        variables: [
          ...variables,
          {
            name: 'complaints',
            expression: [`[\n  ${complaints.join(',\n  ')}\n].filter(complaint, complaint != "")`, ...more].join(' +\n'),
          },
        ],
        validations: [
          {
            expression: 'variables.complaints.size() == 0',
            messageExpression: 'variables.complaints.join("; ")',
            reason: 'Invalid',
          },
        ],
      },
    },
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name },
      spec: { policyName: name, validationActions: ['Deny'] },
    },
  ];
}
