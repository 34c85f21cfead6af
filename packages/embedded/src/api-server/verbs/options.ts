import type { ResourceRequest } from '../api.ts';
import { badRequest, fieldError, invalid } from '../status.ts';

const optionKinds: Readonly<Record<string, string>> = { POST: 'CreateOptions', PUT: 'UpdateOptions', PATCH: 'PatchOptions' };

/** What writes have in common, from the query and the headers. */
export interface WriteOptions {
  dryRun: boolean;
  fieldManager: string;
  fieldValidation: 'Ignore' | 'Warn' | 'Strict';
}

/** Reads the options of a write. Throws a 4xx Status for values Kubernetes does not know. */
export function writeOptions(request: ResourceRequest): WriteOptions {
  const { query } = request;
  const options = { group: 'meta.k8s.io', kind: optionKinds[request.request.method] ?? 'CreateOptions' };
  const dryRun = query.getAll('dryRun').filter((value) => value !== '');
  if (dryRun.some((value) => value !== 'All')) {
    throw invalid(options, '', [fieldError.unsupported('dryRun', dryRun, ['All'])]);
  }
  const validation = query.get('fieldValidation') || 'Warn';
  if (validation !== 'Ignore' && validation !== 'Warn' && validation !== 'Strict') {
    throw invalid(options, '', [fieldError.unsupported('fieldValidation', validation, ['', 'Ignore', 'Strict', 'Warn'])]);
  }
  const given = query.get('fieldManager') ?? '';
  if (given.length > 128) throw invalid(options, '', [fieldError.tooLong('fieldManager', 128)]);
  return { dryRun: dryRun.length > 0, fieldManager: given || agentName(request.request), fieldValidation: validation };
}

/** `kubectl` from `kubectl/v1.32.4 (linux/amd64) …`: who a client is when it does not say. */
function agentName(request: Request): string {
  return (request.headers.get('user-agent') ?? '').split('/')[0]?.slice(0, 128) || 'unknown';
}

/** A whole number from the query; undefined when it is not given. Throws a 400 Status for anything else. */
export function numberOption(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw badRequest(
      name === 'resourceVersion' ? invalidVersion(text) : `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  return value;
}

function invalidVersion(text: string): string {
  const quoted = JSON.stringify(text);
  return `invalid resource version: resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: invalid syntax`;
}

/** A boolean from the query; present without a value is true, as in Kubernetes. */
export function booleanOption(query: URLSearchParams, name: string): boolean {
  const text = query.get(name);
  return text !== null && text !== 'false' && text !== '0';
}
