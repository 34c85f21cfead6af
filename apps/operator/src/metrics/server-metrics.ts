import type { Pod } from '@gse/kube';
import { parseQuantity } from '@gse/resources';
import { GAME_CONTAINER, podName, type GameOperation, type GameServer } from '@gse/server-objects';
import { Families, label } from './families.ts';

/** Phases in which a game's process runs, so that its agent has to answer. */
const AGENT_IS_UP = new Set<string | undefined>(['Starting', 'Running']);

/** Longest version that becomes a label; games write what they like. */
const MAX_VERSION = 60;

/** Where the state of servers is read from. */
export interface ServerSources {
  readonly servers: Iterable<GameServer>;
  podOf(this: void, server: GameServer): Pod | undefined;
  /** Operations of a server that are not over. */
  openOperations(this: void, server: GameServer): readonly GameOperation[];
  /** How long its agent has not been heard; undefined where none is listened to. */
  agentSilentSeconds(this: void, server: GameServer): number | undefined;
}

/**
 * The state of every server as Prometheus text, as kube-state-metrics tells of Kubernetes' own objects. Made anew from the
 * caches at every scrape: it costs nothing in between, and a server that is gone leaves nothing behind. Of a state that is one
 * of several only the present one has a series. What is not known has none.
 */
export function renderServerMetrics({ servers, podOf, openOperations, agentSilentSeconds }: ServerSources): string {
  const families = new Families();
  const gauge = (name: string, help: string) => families.gauge(`gse_server_${name}`, help);
  const info = gauge('info', 'A server, with its pod, the version that the game reports, and whether a simulator stands in for the game');
  const wanted = gauge('wanted', 'Whether the server is wished to run');
  const ready = gauge('ready', 'Whether players can join');
  const phase = gauge('phase', 'The phase of the server, 1 for the present one');
  const health = gauge('health', 'What the game answers over its own protocol, 1 for the present state');
  const why = gauge('reason', 'Why the server is not plainly running, 1 for the present reason');
  const network = gauge('network', 'State of the address that players use, 1 for the present one');
  const online = gauge('players_online', 'Players online, as far as they are known');
  const most = gauge('players_max', 'Most players at once; 0 is no limit');
  const crashes = gauge('crashes', 'Crashes since the last stable period');
  const givenUp = gauge('given_up', 'Whether the game crashed so often that it is not started again by itself');
  const staged = gauge('staged_changes', 'Changes that wait for a restart');
  const versionStaged = gauge('version_staged', 'Whether another version is wished than the one that runs');
  const operation = gauge('operation', 'The operation that is under way, or waits first in line');
  const since = gauge('operation_since_timestamp_seconds', 'Since when this operation is under way or waits');
  const due = gauge('operation_due_timestamp_seconds', 'Latest moment that this operation has announced or was given');
  const memory = gauge('memory_limit_bytes', 'Memory that the game may use');
  const silent = gauge('agent_silent_seconds', 'How long the agent beside a running game has not been heard');

  for (const server of servers) {
    const { metadata, spec, status = {} } = server;
    const labels = `${label('namespace', metadata.namespace ?? '')},${label('server', metadata.name)},${label('game', spec.game)}`;
    const now = (write: typeof phase, name: string, value: string | undefined): void => {
      if (value !== undefined) write(1, `${labels},${label(name, value)}`);
    };
    const version = (status.version?.running ?? status.version?.wanted ?? '').slice(0, MAX_VERSION);
    const simulated = String(status.simulated ?? '');
    info(1, `${labels},${label('pod', podName(metadata.name))},${label('version', version)},${label('simulated', simulated)}`);
    wanted(spec.state !== 'Stopped' && spec.intent !== 'Suspended' && metadata.deletionTimestamp === undefined ? 1 : 0, labels);
    ready(truth(status.conditions?.find(({ type }) => type === 'Ready')?.status), labels);
    now(phase, 'phase', status.phase);
    now(health, 'health', status.health);
    now(why, 'code', status.reason?.code);
    now(network, 'state', status.network?.state);
    if (status.players?.known) {
      online(status.players.online, labels);
      most(status.players.max, labels);
    }
    // Before the first look at a server nothing is known of its crashes.
    if (status.phase !== undefined) {
      crashes(status.crash?.count ?? 0, labels);
      givenUp(status.crash?.givenUp === undefined ? 0 : 1, labels);
      staged(status.staged?.length ?? 0, labels);
    }
    versionStaged(status.version && (status.version.state === 'Staged' ? 1 : 0), labels);
    const first = firstInLine(openOperations(server));
    if (first !== undefined) {
      const { type, postponeUntil } = first.spec;
      const journal = first.status ?? {};
      const ofType = `${labels},${label('type', type)}`;
      operation(1, `${ofType},${label('phase', journal.phase ?? 'Pending')},${label('step', journal.step ?? '')}`);
      since(seconds(journal.startedAt ?? first.metadata.creationTimestamp), ofType);
      const moments = [postponeUntil, journal.waitsUntil, journal.disruptsAt, journal.deadline].map(seconds);
      due(Math.max(...moments.filter((moment) => moment !== undefined)), ofType);
    }
    memory(memoryLimit(podOf(server)), labels);
    if (AGENT_IS_UP.has(status.phase)) silent(agentSilentSeconds(server), labels);
  }
  return families.render();
}

/** Running before waiting, older before younger. */
function firstInLine(operations: readonly GameOperation[]): GameOperation | undefined {
  const isRunning = ({ status }: GameOperation): number => (status?.phase === 'Running' ? 0 : 1);
  const made = ({ metadata }: GameOperation): string => metadata.creationTimestamp ?? '';
  return operations.toSorted((a, b) => isRunning(a) - isRunning(b) || made(a).localeCompare(made(b)))[0];
}

function truth(status: 'True' | 'False' | 'Unknown' | undefined): number | undefined {
  if (status === undefined || status === 'Unknown') return undefined;
  return status === 'True' ? 1 : 0;
}

function seconds(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time) / 1000;
}

function memoryLimit(pod: Pod | undefined): number | undefined {
  const limit = pod?.spec?.containers.find(({ name }) => name === GAME_CONTAINER)?.resources?.limits?.['memory'];
  try {
    return limit === undefined ? undefined : parseQuantity(limit);
  } catch {
    return undefined; // an amount in a spelling that nobody of ours writes
  }
}
