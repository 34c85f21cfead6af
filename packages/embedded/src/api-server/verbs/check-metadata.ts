import { isObject, type Json } from '../json.ts';
import { isQualified, keyMessage, labelMessage, labelValue } from '../selectors/label-format.ts';
import type { ResourceDefinition } from '../resources/definition.ts';
import { fieldError, type FieldError } from '../status.ts';
import type { ApiObject } from '../store/api-object.ts';

interface NameFormat {
  pattern: RegExp;
  maxLength: number;
  message: string;
}

const subdomain: NameFormat = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  maxLength: 253,
  message:
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
};

const nameFormats: Readonly<Record<'subdomain' | 'label' | 'service' | 'any', NameFormat>> = {
  subdomain,
  label: {
    pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    maxLength: 63,
    message:
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
  },
  service: {
    pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
    maxLength: 63,
    message:
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
  },
  any: { pattern: /^[^/%]+$/, maxLength: 253, message: "may not contain '/' or '%'" },
};

const maxAnnotationBytes = 256 * 1024;

/** Findings in the metadata every object has. */
export function checkMetadata(definition: ResourceDefinition, object: ApiObject, previous: ApiObject | undefined): FieldError[] {
  const { metadata } = object;
  return [
    ...(previous ? [] : [...checkGenerateName(definition, metadata.generateName), ...checkName(definition, metadata.name ?? '')]),
    ...checkMap(metadata.labels, 'metadata.labels', (value) => (labelValue.test(value) ? undefined : labelMessage)),
    ...checkMap(metadata.annotations, 'metadata.annotations', () => undefined),
    ...checkAnnotationSize(metadata.annotations),
    ...checkOwners(metadata.ownerReferences),
    ...checkFinalizers(object, previous),
  ];
}

function checkName(definition: ResourceDefinition, name: string): FieldError[] {
  if (name === '') return [fieldError.required('metadata.name', 'name or generateName is required')];
  const format = nameFormats[definition.rules.nameFormat ?? 'subdomain'];
  const found: FieldError[] = [];
  if (!format.pattern.test(name)) found.push(fieldError.invalid('metadata.name', name, format.message));
  if (name.length > format.maxLength)
    found.push(fieldError.invalid('metadata.name', name, `must be no more than ${format.maxLength} characters`));
  return found;
}

/** What a name begins with may end in a dash: more follows. */
function checkGenerateName(definition: ResourceDefinition, prefix: string | undefined): FieldError[] {
  if (!prefix) return [];
  const format = nameFormats[definition.rules.nameFormat ?? 'subdomain'];
  const isFine = format.pattern.test(prefix.replace(/-$/, 'a'));
  return isFine ? [] : [fieldError.invalid('metadata.generateName', prefix, format.message)];
}

function checkMap(map: Json | undefined, field: string, checkValue: (value: string) => string | undefined): FieldError[] {
  if (map === undefined) return [];
  if (!isObject(map)) return [fieldError.type(field, typeof map, `${field} in body must be of type object: "${typeof map}"`)];
  return Object.entries(map).flatMap(([key, value]) => {
    if (!isQualified(key)) return [fieldError.invalid(field, key, keyMessage)];
    if (typeof value !== 'string')
      return [fieldError.type(`${field}.${key}`, typeof value, `${field}.${key} in body must be of type string: "${typeof value}"`)];
    const why = checkValue(value);
    return why === undefined ? [] : [fieldError.invalid(field, value, why)];
  });
}

function checkAnnotationSize(annotations: Json | undefined): FieldError[] {
  const bytes = Object.entries(isObject(annotations) ? annotations : {}).reduce(
    (sum, [key, value]) => sum + key.length + String(value).length,
    0,
  );
  return bytes > maxAnnotationBytes ? [fieldError.tooLong('metadata.annotations', maxAnnotationBytes)] : [];
}

function checkOwners(owners: readonly Json[] | undefined): FieldError[] {
  const found: FieldError[] = [];
  let controllers = 0;
  owners?.forEach((owner, index) => {
    if (!isObject(owner)) return;
    for (const name of ['apiVersion', 'kind', 'name', 'uid']) {
      if (!owner[name])
        found.push(fieldError.invalid(`metadata.ownerReferences[${index}].${name}`, owner[name] ?? '', `${name} must not be empty`));
    }
    if (owner['controller'] === true) controllers += 1;
  });
  if (controllers > 1) {
    found.push(fieldError.invalid('metadata.ownerReferences', [...(owners ?? [])], 'Only one reference can have Controller set to true'));
  }
  return found;
}

function checkFinalizers(object: ApiObject, previous: ApiObject | undefined): FieldError[] {
  const finalizers = object.metadata.finalizers ?? [];
  const found = finalizers.filter((name) => !isQualified(name)).map((name) => fieldError.invalid('metadata.finalizers', name, keyMessage));
  if (!previous?.metadata.deletionTimestamp) return found;
  const added = finalizers.filter((name) => !previous.metadata.finalizers?.includes(name));
  if (added.length === 0) return found;
  const names = added.map((name) => JSON.stringify(name)).join(', ');
  return [
    ...found,
    fieldError.forbidden(
      'metadata.finalizers',
      `no new finalizers can be added if the object is being deleted, found new finalizers []string{${names}}`,
    ),
  ];
}
