import { resourceType, type Clock, type KubeObject } from '@gse/kube';
import { GROUP } from '@gse/resources';
import { forbidden } from '../errors.ts';
import type { Caller } from '../session/callers.ts';

/** What somebody wants to do. `subresource` may be virtual: it exists in permissions only. */
export interface Wish {
  readonly verb: 'get' | 'list' | 'create' | 'update';
  /** Absent: the group of this system. */
  readonly group?: string;
  /** Plural of the kind. */
  readonly resource: string;
  readonly subresource?: 'console' | 'players' | 'announcements' | 'provider';
  /** Absent: in all namespaces. */
  readonly namespace?: string;
  readonly name?: string;
}

interface SelfSubjectAccessReview extends KubeObject {
  spec: { resourceAttributes: Record<string, string> };
  status?: { allowed?: boolean | undefined } | undefined;
}

const selfSubjectAccessReviews = resourceType<SelfSubjectAccessReview>({
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'SelfSubjectAccessReview',
  plural: 'selfsubjectaccessreviews',
  namespaced: false,
});

/** An answer of the cluster is remembered for so long. */
const REMEMBER_MS = 5_000;
const MAX_REMEMBERED = 10_000;

/** Asks the cluster what a caller may do; its permissions are the only ones there are. */
export class Permissions {
  readonly #clock: Clock;
  readonly #remembered = new Map<string, { readonly allowed: Promise<boolean>; readonly until: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async allows(caller: Caller, wish: Wish): Promise<boolean> {
    const key = JSON.stringify([caller.id, wish.verb, wish.group, wish.resource, wish.subresource, wish.namespace, wish.name]);
    const now = this.#clock.now();
    const remembered = this.#remembered.get(key);
    if (remembered !== undefined && remembered.until > now) return await remembered.allowed;
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    const allowed = this.#ask(caller, wish);
    this.#remembered.set(key, { allowed, until: now + REMEMBER_MS });
    allowed.catch(() => this.#remembered.delete(key));
    return await allowed;
  }

  /** @throws ApiError 403, in the same words whether the object exists or not */
  async require(caller: Caller, wish: Wish): Promise<void> {
    if (await this.allows(caller, wish)) return;
    const what = wish.subresource === undefined ? wish.resource : `${wish.resource}/${wish.subresource}`;
    throw forbidden(
      `You may not ${wish.verb} ${what} ${wish.namespace === undefined ? 'in all namespaces' : `in the namespace ${wish.namespace}`}.`,
    );
  }

  async #ask(caller: Caller, { verb, group = GROUP, resource, subresource, namespace, name }: Wish): Promise<boolean> {
    const review = await caller.kube.create(selfSubjectAccessReviews, {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      metadata: { name: '' },
      spec: {
        resourceAttributes: {
          group,
          verb,
          resource,
          ...(subresource && { subresource }),
          ...(namespace !== undefined && { namespace }),
          ...(name !== undefined && { name }),
        },
      },
    });
    return review.status?.allowed === true;
  }
}
