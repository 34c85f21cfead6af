import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { answered, api } from '../../api/client.ts';
import type { Game, NetworkOffer, Order } from '../../api/types.ts';
import { problemsOf } from '../../form/check.ts';
import { refusalOf } from '../../form/common-words.ts';
import { ownValue, specWith, type Spec } from '../../form/edits.ts';
import type { FormContextValue } from '../../form/form-context.ts';
import { fieldProblems, standing, type Refusal } from '../../form/refusal.ts';
import { useOrderNetwork } from '../../form/network/network-offer.ts';
import { isRecord } from '../../form/schema.ts';
import type { SecretDraft } from '../../form/sections/secret-rows.tsx';
import { useDebounced } from '../../form/use-debounced.ts';
import { useEdits } from '../../form/use-edits.ts';
import type { Problem } from '../../form/validate.ts';
import { useServers } from '../../live/live.tsx';
import { say } from '../../parts/messages.ts';
import { orderWords } from '../../words/order.ts';
import { formWords } from '../../words/form.ts';
import { useOrderNamespaces } from '../../api/queries.ts';
import { forgetDraft, loadDraft, saveDraft } from './draft.ts';
import { nameProblem, suggestedName } from './server-name.ts';

const REST_MS = 500;
const NO_CONFLICTS: FormContextValue['conflicts'] = new Map();
const NOTHING_STAGED: FormContextValue['staged'] = new Map();

/** An order that is being written. */
export interface OrderState {
  readonly form: FormContextValue;
  readonly spec: Spec;
  readonly name: string;
  readonly namespace: string;
  /** Namespaces in which the reader may order, or has servers as long as that is not known. */
  readonly namespaces: readonly string[];
  readonly secrets: SecretDraft;
  /** What may be chosen of how players reach the server; undefined until that is known. */
  readonly network: NetworkOffer | undefined;
  /** Everything that has to be put right, once somebody has tried to order. */
  readonly open: readonly Problem[] | undefined;
  /** How often somebody has tried: each try shows anew what is missing. */
  readonly tries: number;
  readonly isOrdering: boolean;
  /** Why the last try failed, when it was about no single field. */
  readonly failure: unknown;
  setName(name: string): void;
  setNamespace(namespace: string): void;
  setSecrets(secrets: SecretDraft): void;
  order(): void;
}

/** Keeps an order of a game: what was entered, what is wrong with it, and the way to place it. */
export function useOrder(game: Game): OrderState {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const base = useMemo((): Spec => ({ game: game.id, size: game.defaultPreset }), [game]);
  const [kept] = useState(() => loadDraft(sessionStorage, game.id));
  const { edits, change, undo, keep } = useEdits(base, kept.edits);
  const [secrets, setSecrets] = useState<SecretDraft>({});
  const [typedName, setName] = useState(kept.name);
  const [typedNamespace, setNamespace] = useState(kept.namespace);
  const [tries, setTries] = useState(0);
  const [refusal, setRefusal] = useState<Refusal>();

  const servers = useServers();
  const allowed = useOrderNamespaces(game.id);
  const namespaces = useMemo(() => allowed ?? [...new Set((servers ?? []).map(({ namespace }) => namespace))].sort(), [allowed, servers]);
  const namespace = typedNamespace ?? (namespaces.includes('default') ? 'default' : (namespaces[0] ?? 'default'));
  const taken = useMemo(
    () => new Set((servers ?? []).filter((server) => server.namespace === namespace).map((server) => server.name)),
    [servers, namespace],
  );
  const name = typedName ?? suggestedName(game.id, taken);
  const spec = useMemo(() => specWith(base, edits), [base, edits]);

  useEffect(() => {
    saveDraft(sessionStorage, game.id, {
      ...(typedName !== undefined && { name: typedName }),
      ...(typedNamespace !== undefined && { namespace: typedNamespace }),
      edits,
    });
  }, [game.id, typedName, typedNamespace, edits]);

  const found = useMemo(() => [...headProblems(name, namespace, taken), ...problemsOf(game, spec)], [name, namespace, taken, game, spec]);
  const unaccepted = missingLicences(game, spec);
  const ungiven = game.secrets
    .filter(({ id, required }) => required && (secrets[id] ?? '') === '')
    .map(({ id, mustBe }) => ({ path: `secrets.${id}`, message: mustBe === undefined ? formWords.problem.needed : refusalOf(mustBe) }));
  const judged = useJudgement({ name, namespace, spec: spec as Order['spec'] }, found.length === 0 && unaccepted.length === 0);
  const place = useMutation({
    mutationFn: (order: Order) => answered(api.POST('/api/v1/servers', { body: order })),
    onSuccess: (server, order) => {
      forgetDraft(sessionStorage, game.id);
      // A platform may give the server a longer name than the order has.
      const at = 'summary' in server ? server.summary : { namespace: order.namespace ?? 'default', name: order.name };
      if ('summary' in server) queries.setQueryData(['server', at.namespace, at.name, 'whole'], server);
      say(orderWords.ordered(order.name));
      void navigate(`/servers/${at.namespace}/${at.name}`);
    },
    onError: (error, order) => setRefusal({ spec: { ...order.spec, name: order.name }, problems: fieldProblems(error) }),
  });

  const said = standing(refusal, { ...spec, name });
  const problems = unique([...found, ...judged, ...said]);
  const shown = tries === 0 ? problems : [...problems, ...unaccepted, ...ungiven];
  return {
    form: { spec: base, edits, problems: shown, conflicts: NO_CONFLICTS, staged: NOTHING_STAGED, isOrder: true, change, undo, keep },
    spec,
    name,
    namespace,
    namespaces,
    secrets,
    network: useOrderNetwork(game.id, namespace),
    open: tries === 0 ? undefined : shown,
    tries,
    isOrdering: place.isPending,
    failure: place.isError && fieldProblems(place.error).length === 0 ? place.error : undefined,
    setName,
    setNamespace,
    setSecrets,
    order() {
      setTries(tries + 1);
      if (problems.length > 0 || unaccepted.length > 0 || ungiven.length > 0) return;
      const given = Object.entries(secrets).filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== '');
      place.mutate({ name, namespace, spec: spec as Order['spec'], ...(given.length > 0 && { secrets: Object.fromEntries(given) }) });
    },
  };
}

/** What only the server knows: rules over several settings, and names nobody sees here. Asked once the reader rests. */
function useJudgement(order: Order, isWorthAsking: boolean): readonly Problem[] {
  const text = JSON.stringify(order);
  const rested = useDebounced(text, REST_MS);
  const check = useQuery({
    queryKey: ['order-check', rested],
    queryFn: async ({ signal }): Promise<readonly Problem[]> => {
      try {
        await answered(api.POST('/api/v1/servers', { params: { query: { dryRun: 'true' } }, body: JSON.parse(rested) as Order, signal }));
        return [];
      } catch (error) {
        return fieldProblems(error); // whatever else goes wrong is said when the order is placed
      }
    },
    enabled: isWorthAsking && rested === text,
    retry: false,
    staleTime: 10_000,
  });
  return isWorthAsking && rested === text ? (check.data ?? []) : [];
}

function headProblems(name: string, namespace: string, taken: ReadonlySet<string>): readonly Problem[] {
  const message = nameProblem(name, taken);
  return [
    ...(message === undefined ? [] : [{ path: 'name', message }]),
    ...(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace) ? [] : [{ path: 'namespace', message: orderWords.name.namespaceProblem }]),
  ];
}

function missingLicences(game: Game, spec: Spec): readonly Problem[] {
  const given = ownValue(spec, 'licences');
  const accepted = new Set(Array.isArray(given) ? given.filter(isRecord).map(({ id }) => id) : []);
  return game.licences
    .filter(({ id }) => !accepted.has(id))
    .map(({ id, title }) => ({ path: `licences.${id}`, message: formWords.licences.needed(title) }));
}

/** One problem a field is enough; the first is the page's own. */
function unique(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ path }, index) => problems.findIndex((other) => other.path === path) === index);
}
