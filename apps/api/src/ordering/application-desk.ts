import { isNotFound, type Clock } from '@gse/kube';
import type { OrderMapping, OrderValues, Parameter } from '@gse/package-source';
import type { GameServer } from '@gse/server-objects';
import { stringify } from 'yaml';
import type { Caches } from '../caches.ts';
import { conflict, invalid } from '../errors.ts';
import { placeOf, type Place } from '../kinds.ts';
import { isRecord } from '../servers/merge-patch.ts';
import type { SecretValues } from '../servers/secrets.ts';
import { NETWORK_TYPES, type NetworkType } from '../network/types.ts';
import type { Caller } from '../session/callers.ts';
import { pendingServer, type Application, type ApplicationKind } from './application.ts';
import { serverBecomes } from './becomes.ts';
import { pathOf, valueProblems } from './complaints.ts';
import type { OrderDesk, PlacedOrder } from './ordering.ts';
import { APPLICATION_GROUP, APPLICATION_VERSION } from './served-kinds.ts';
import { valueChanges } from './value-changes.ts';

interface Needs {
  readonly caches: Pick<Caches, 'servers'>;
  readonly clock: Clock;
}

/** Longest name of a release, for Helm; it is that of the server, too. */
const MAX_RELEASE_NAME = 52;
/** The platform takes a few seconds from an order to its server; longer nobody waits for an answer. */
const SET_UP_MS = 8_000;
/** A deletion waits until the server knows what becomes of its world. */
const WORLD_WISH_MS = 30_000;

/** Orders are applications of Cozystack: values of the game's chart, credentials among them, from which the platform makes the server. */
export function applicationDesk({ caches, clock }: Needs, { mapping, type }: ApplicationKind): OrderDesk {
  const manifest = ({ namespace, name }: Place, spec: OrderValues): Application => ({
    apiVersion: APPLICATION_VERSION,
    kind: mapping.kind,
    metadata: { name, namespace },
    spec,
  });
  return {
    permission: { group: APPLICATION_GROUP, resource: mapping.plural },
    networkTypes: networkTypesOf(mapping),
    serverName: (name) => `${mapping.prefix}${name}`,

    check({ place, spec, secrets }) {
      const longest = MAX_RELEASE_NAME - mapping.prefix.length;
      if (place.name.length > longest) throw invalid([{ path: 'name', message: `has at most ${longest} characters here` }]);
      sayable(mapping, spec);
      checkValues(mapping, mapping.valuesOf(spec, given(secrets)));
    },

    async exists(caller, place, signal) {
      try {
        await caller.kube.get(type, place, { signal });
        return true;
      } catch (error) {
        if (isNotFound(error)) return false;
        throw error;
      }
    },

    async place(caller, { place, spec, secrets }, signal) {
      const created = await caller.kube.create(type, manifest(place, mapping.valuesOf(spec, given(secrets))), { signal });
      const pending = pendingServer(created, mapping);
      return (await serverBecomes(caches.servers, placeOf(pending), () => true, { clock, patienceMs: SET_UP_MS })) ?? pending;
    },

    manifest: (place, spec) => {
      const name = place.name.startsWith(mapping.prefix) ? place.name.slice(mapping.prefix.length) : place.name;
      return stringify(manifest({ ...place, name }, mapping.valuesOf(spec)), { lineWidth: 120, aliasDuplicateObjects: false });
    },
  };
}

/**
 * A server that an application has made. The application says what is wished for; the server may be a few seconds behind,
 * or not be there yet.
 */
export function applicationOrder(
  { caches, clock }: Needs,
  caller: Caller,
  { mapping, type }: ApplicationKind,
  application: Application,
  existing: GameServer | undefined,
): PlacedOrder {
  const { name, namespace = '', uid, resourceVersion } = application.metadata;
  const place = { namespace, name };
  const values = application.spec ?? {};
  const pending = pendingServer(application, mapping);
  const server: GameServer = existing === undefined ? pending : { ...existing, spec: pending.spec };

  async function writeValues(wished: OrderValues, signal: AbortSignal): Promise<boolean> {
    checkValues(mapping, wished, values);
    fixed(mapping, values, wished);
    const patch = valueChanges(mapping, values, wished);
    if (Object.keys(patch).length === 0) return false;
    await caller.kube.patch(type, place, { metadata: { resourceVersion }, spec: patch }, { signal });
    return true;
  }

  return {
    server,
    networkTypes: networkTypesOf(mapping),

    async write({ spec, patch }, signal) {
      sayable(mapping, patch);
      const wished = mapping.valuesOf(spec, mapping.credentialsOf(values));
      await writeValues(wished, signal);
      const means = wishOf(mapping, mapping.specOf(wished));
      const isThere = (found: GameServer): boolean => wishOf(mapping, found.spec) === means;
      const seen = existing && (await serverBecomes(caches.servers, placeOf(existing), isThere, { clock, patienceMs: SET_UP_MS }));
      return seen ?? { ...server, spec };
    },

    async writeSecrets(secrets, signal) {
      const credentials = Object.fromEntries(Object.entries(mapping.credentialsOf(values)).filter(([id]) => !Object.hasOwn(secrets, id)));
      await writeValues(mapping.valuesOf(server.spec, { ...credentials, ...given(secrets) }), signal);
    },

    async remove(whenDeleted, signal) {
      if (whenDeleted !== undefined) {
        const spec = { ...server.spec, storage: { ...server.spec.storage, whenDeleted } };
        await writeValues(mapping.valuesOf(spec, mapping.credentialsOf(values)), signal);
      }
      const { whenDeleted: wished } = { ...server.spec.storage, ...(whenDeleted && { whenDeleted }) };
      // The platform tells the server in its own time, and deletes in its own time: the one has to come first.
      const knows = (found: GameServer): boolean => (found.spec.storage?.whenDeleted ?? 'Delete') === (wished ?? 'Delete');
      if (existing && !(await serverBecomes(caches.servers, placeOf(existing), knows, { clock, patienceMs: WORLD_WISH_MS })))
        throw conflict(
          'NotYet',
          'What becomes of the world was changed, and the platform has not passed it on yet. Nothing was deleted; ask again in a moment.',
          { retryAfterSeconds: 10 },
        );
      await caller.kube.delete(type, place, { preconditions: { uid }, signal });
    },
  };
}

/** The ways for players to reach a server that an order can ask for. */
function networkTypesOf({ parameters }: OrderMapping): readonly NetworkType[] {
  const rule = parameters.find(({ target }) => target.to === 'spec' && target.path.join('.') === 'network.type')?.rule;
  return NETWORK_TYPES.filter((type) => rule?.type === 'choice' && rule.of.includes(type));
}

function given(secrets: SecretValues): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).filter((entry): entry is [string, string] => entry[1] !== null));
}

/** A wish in a form that can be compared. */
function wishOf(mapping: OrderMapping, spec: GameServer['spec'] | ReturnType<OrderMapping['specOf']>): string {
  return JSON.stringify(mapping.valuesOf(spec));
}

/**
 * @param before the order as it is, where it changes
 * @throws ApiError naming every value that an order cannot have, in the words of the platform's own forms
 */
function checkValues(mapping: OrderMapping, values: OrderValues, before?: OrderValues): void {
  const problems = valueProblems(mapping, values, before);
  if (problems.length > 0) throw invalid(problems);
}

/** @throws ApiError naming what cannot change any more */
function fixed(mapping: OrderMapping, before: OrderValues, after: OrderValues): void {
  const valueOf = (values: OrderValues, { name, default: otherwise }: Parameter): string => JSON.stringify(values[name] ?? otherwise);
  const problems = mapping.parameters
    .filter((parameter) => parameter.isImmutable === true && valueOf(before, parameter) !== valueOf(after, parameter))
    .map(({ name }) => ({ path: pathOf(mapping, name), message: 'cannot change' }));
  if (problems.length > 0) throw invalid(problems);
}

/** @throws ApiError naming what an application has no words for; it would be lost without a word */
function sayable({ parameters }: OrderMapping, spec: Readonly<Record<string, unknown>>): void {
  const targets = parameters.flatMap(({ target }) => (target.to === 'spec' ? [target.path.join('.')] : []));
  const problems: { path: string; message: string }[] = [];
  const look = (value: unknown, path: string): void => {
    if (value === undefined || value === null || targets.includes(path)) return;
    const isOnTheWay = path === '' || targets.some((target) => target.startsWith(`${path}.`));
    if (isOnTheWay && isRecord(value)) for (const [key, inner] of Object.entries(value)) look(inner, path === '' ? key : `${path}.${key}`);
    else problems.push({ path: `spec.${path}`, message: 'cannot be said in an order of this platform' });
  };
  const { game: _game, licences: _licences, intent, ...rest } = spec;
  look({ ...rest, ...(intent !== 'None' && { intent }) }, '');
  if (problems.length > 0) throw invalid(problems);
}
