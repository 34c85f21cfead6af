import { isObject, objectAt, type Json, type JsonObject } from '../json.ts';

/** A resource that answers a question and stores nothing. */
export interface Review {
  group: string;
  version: string;
  kind: string;
  plural: string;
  answer(user: string, asked: JsonObject): JsonObject;
}

const everything = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };

/** Everyone who has a token may do everything: one machine has one owner. */
export const reviews: readonly Review[] = [
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    kind: 'SelfSubjectAccessReview',
    plural: 'selfsubjectaccessreviews',
    answer: (_, asked) => ({
      spec: objectAt(asked, 'spec') ?? {},
      status: { allowed: true, reason: 'every user of this server is an administrator' },
    }),
  },
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    kind: 'SelfSubjectRulesReview',
    plural: 'selfsubjectrulesreviews',
    answer: (_, asked) => ({
      spec: objectAt(asked, 'spec') ?? {},
      status: { resourceRules: [everything], nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }], incomplete: false },
    }),
  },
  {
    group: 'authentication.k8s.io',
    version: 'v1',
    kind: 'SelfSubjectReview',
    plural: 'selfsubjectreviews',
    answer: (user) => ({ status: { userInfo: { username: user, groups: ['system:masters', 'system:authenticated'] } } }),
  },
];

/** The review a path names. */
export function findReview(group: string, version: string, plural: string): Review | undefined {
  return reviews.find((review) => review.group === group && review.version === version && review.plural === plural);
}

/** Answers a review. */
export function answerReview(review: Review, user: string, body: Json): JsonObject {
  const asked = isObject(body) ? body : {};
  return {
    kind: review.kind,
    apiVersion: `${review.group}/${review.version}`,
    metadata: { creationTimestamp: null },
    ...review.answer(user, asked),
  };
}
