import type { Fetch } from '@gse/kube';

/** What one user may do, as a role would say. */
export interface Role {
  readonly namespaces: readonly string[];
  /** Resources with subresources, such as `gameservers/console`; `verb resource`, or `*`. */
  readonly allows: (verb: string, resource: string) => boolean;
}

/**
 * Stands in front of the embedded API server, where everybody with a token may do everything, and decides as the
 * authorization of a cluster does: by namespace, verb and resource, also for reviews of oneself.
 */
export function withPermissions(fetch: Fetch, roleOf: (token: string) => Role | undefined): Fetch {
  return async (request) => {
    const role = roleOf((request.headers.get('authorization') ?? '').replace('Bearer ', ''));
    if (role === undefined) return await fetch(request);
    const { pathname, searchParams } = new URL(request.url);
    if (pathname.endsWith('/selfsubjectaccessreviews')) {
      const review = (await request.json()) as {
        spec: { resourceAttributes: { verb: string; resource: string; subresource?: string; namespace?: string } };
      };
      const { verb, resource, subresource, namespace } = review.spec.resourceAttributes;
      const allowed =
        namespace !== undefined &&
        role.namespaces.includes(namespace) &&
        role.allows(verb, subresource === undefined ? resource : `${resource}/${subresource}`);
      return Response.json({ ...review, metadata: {}, status: { allowed } }, { status: 201 });
    }
    const match = /^\/apis?\/(?:[^/]+\/)?[^/]+\/(?:namespaces\/([^/]+)\/)?([^/]+)(?:\/([^/]+))?/.exec(pathname);
    const [, namespace, resource = '', name] = match ?? [];
    const verbs: Record<string, string> = {
      GET: name === undefined ? (searchParams.has('watch') ? 'watch' : 'list') : 'get',
      POST: 'create',
      PATCH: 'patch',
      PUT: 'update',
      DELETE: 'delete',
    };
    const verb = verbs[request.method] ?? '';
    if (namespace !== undefined && role.namespaces.includes(namespace) && role.allows(verb, resource)) return await fetch(request);
    const message = `${resource} "${name ?? ''}" is forbidden: cannot ${verb} resource "${resource}" in the namespace "${namespace ?? ''}"`;
    return Response.json(
      {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message,
        reason: 'Forbidden',
        details: { name, kind: resource },
        code: 403,
      },
      { status: 403 },
    );
  };
}
