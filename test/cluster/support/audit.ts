/** What an API server notes about a request. */
export interface AuditEvent {
  readonly auditID: string;
  readonly stage: string;
  readonly verb: string;
  readonly requestURI: string;
  readonly user: { readonly username: string };
  readonly objectRef?: {
    readonly apiGroup?: string;
    readonly resource?: string;
    readonly subresource?: string;
    readonly namespace?: string;
    readonly name?: string;
  };
  readonly responseStatus?: { readonly code?: number; readonly message?: string };
}

/** Notes of what the ServiceAccounts of a namespace ask an API server for. */
export function auditPolicy(namespace: string): object {
  return {
    apiVersion: 'audit.k8s.io/v1',
    kind: 'Policy',
    omitStages: ['RequestReceived'],
    rules: [{ level: 'Metadata', userGroups: [`system:serviceaccounts:${namespace}`] }, { level: 'None' }],
  };
}

/** Everything that was answered, each request once. */
export function readAudit(text: string): AuditEvent[] {
  const seen = new Map<string, AuditEvent>();
  // The last line may be half written.
  for (const line of text.split('\n').slice(0, -1)) {
    const event = JSON.parse(line) as AuditEvent;
    // A watch is told when it begins and when it ends.
    if (event.responseStatus?.code !== undefined) seen.set(event.auditID, event);
  }
  return [...seen.values()];
}
