import { setTimeout as sleep } from 'node:timers/promises';
import { churn } from './churn.ts';
import type { BenchCluster } from './cluster.ts';
import { startOperator, type OperatorProgram, type RunningOperator } from './operators.ts';
import { Orders, type OrderFigures } from './orders.ts';
import { requestsBetween, writesOf, type RequestCounts } from './requests.ts';

/** What is to be measured. */
export interface Plan {
  /** Ordered as fast as a few writers can. */
  readonly servers: number;
  /** Ordered before, at this rate, for the latency of single orders. */
  readonly paced: { readonly orders: number; readonly perSecond: number };
  readonly restSeconds: number;
  readonly churnSeconds: number;
  readonly restart: boolean;
  readonly folder: string;
  readonly tell: (line: string) => void;
}

/** What one operator needed. */
export interface Figures {
  readonly operator: string;
  readonly paced: OrderFigures;
  readonly storm: OrderFigures & {
    /** Requests of the operator, to the end of all that follows from the orders. */
    readonly requestsPerServer: number;
    /** The same by verb and resource, of everybody: the orders themselves and the API server's own are in it. */
    readonly requestsByKind: Readonly<Record<string, number>>;
    readonly cpuSeconds: number;
    /** Of the API server meanwhile, with what the orders themselves cost it: the limit, in most cases. */
    readonly apiServerCpuSeconds: number;
    readonly residentMiB: number;
    readonly peakMiB: number;
  };
  readonly rest: {
    readonly seconds: number;
    readonly requestsPerMinute: number;
    readonly requestsPerServerIn5Minutes: number;
    readonly cpuPercentOfOneCore: number;
    readonly residentMiB: number;
  };
  readonly churn?: {
    readonly changesPerSecond: number;
    readonly requestsPerMinute: number;
    readonly cpuPercentOfOneCore: number;
    readonly peakMiB: number;
  };
  readonly restart?: {
    /** From starting the process to its last request. */
    readonly quietAfterSeconds: number;
    readonly requests: number;
    readonly writes: number;
    readonly cpuSeconds: number;
    readonly peakMiB: number;
  };
}

const STORM_DEADLINE_MS = 20 * 60_000;
const QUIET_DEADLINE_MS = 5 * 60_000;
/** Without a request of the operator for so long, nothing more is to come. */
const QUIET_MS = 4_000;
const POLL_MS = 500;

/** Measures one operator on a control plane of its own. */
export async function measure(program: OperatorProgram, cluster: BenchCluster, plan: Plan): Promise<Figures> {
  const { client, kubeconfig } = cluster;
  const tell = (line: string): void => plan.tell(`[${program.name}] ${line}`);
  const start = (): RunningOperator => startOperator(program, kubeconfig, plan.folder);
  const orders = new Orders(client, cluster.namespaces);
  let operator = start();
  const check = (): void => operator.check();
  try {
    // One order that nobody counts: the process is up, its caches are filled, its code has run once.
    await orders.place(1, { deadlineMs: 120_000, check });
    await untilQuiet(cluster, check);

    tell(`orders ${plan.paced.orders} servers, ${plan.paced.perSecond} a second`);
    const paced = await orders.place(plan.paced.orders, { perSecond: plan.paced.perSecond, deadlineMs: 300_000, check });
    await untilQuiet(cluster, check);

    tell(`orders ${plan.servers} servers at once`);
    const before = await cluster.requests();
    const cpuBefore = operator.usage().cpuSeconds;
    const figures = await orders.place(plan.servers, { deadlineMs: STORM_DEADLINE_MS, check });
    const after = (await untilQuiet(cluster, check)).counts;
    const asked = requestsBetween(before, after);
    const usage = operator.usage();
    const storm = {
      ...figures,
      requestsPerServer: asked.operator / plan.servers,
      requestsByKind: perServer(asked, plan.servers),
      cpuSeconds: usage.cpuSeconds - cpuBefore,
      apiServerCpuSeconds: after.apiServerCpuSeconds - before.apiServerCpuSeconds,
      residentMiB: usage.residentMiB,
      peakMiB: usage.peakMiB,
    };

    tell(`rests for ${plan.restSeconds} s`);
    const rest = await observe(cluster, operator, () => sleep(plan.restSeconds * 1000));
    const existing = orders.servers.length;

    let churned: Figures['churn'];
    if (plan.churnSeconds > 0) {
      const tenth = orders.servers.filter((_, index) => index % 10 === 0);
      tell(`changes the status of ${tenth.length} servers every second for ${plan.churnSeconds} s`);
      let changes = 0;
      const seen = await observe(cluster, operator, async () => {
        changes = (await churn(client, tenth, plan.churnSeconds)).changes;
      });
      churned = {
        changesPerSecond: changes / seen.seconds,
        requestsPerMinute: seen.requestsPerMinute,
        cpuPercentOfOneCore: seen.cpuPercentOfOneCore,
        peakMiB: operator.usage().peakMiB,
      };
    }

    await operator.stop();
    let restarted: Figures['restart'];
    if (plan.restart) {
      tell(`starts again with ${existing} servers`);
      const before = await cluster.requests();
      const began = performance.now();
      operator = start();
      const { counts, lastAt } = await untilQuiet(cluster, check);
      const asked = requestsBetween(before, counts);
      const { cpuSeconds, peakMiB } = operator.usage();
      const quietAfterSeconds = Math.max(0, lastAt - began) / 1000;
      restarted = { quietAfterSeconds, requests: asked.operator, writes: writesOf(asked), cpuSeconds, peakMiB };
      await operator.stop();
    }
    return {
      operator: program.name,
      paced,
      storm,
      rest: { ...rest, requestsPerServerIn5Minutes: (rest.requestsPerMinute * 5) / existing },
      ...(churned && { churn: churned }),
      ...(restarted && { restart: restarted }),
    };
  } finally {
    await operator.stop();
    await orders.close();
  }
}

/** Waits until the operator has asked for nothing for a while; says when it asked for something last. */
async function untilQuiet(cluster: BenchCluster, check: () => void): Promise<{ counts: RequestCounts; lastAt: number }> {
  const deadline = performance.now() + QUIET_DEADLINE_MS;
  let counts = await cluster.requests();
  let lastAt = performance.now();
  while (performance.now() - lastAt < QUIET_MS) {
    check();
    if (performance.now() > deadline) throw new Error(`the operator was not quiet after ${QUIET_DEADLINE_MS / 1000} s`);
    await sleep(POLL_MS);
    const askedAt = performance.now();
    const now = await cluster.requests();
    if (now.operator !== counts.operator) lastAt = askedAt;
    counts = now;
  }
  return { counts, lastAt };
}

/** What the operator does meanwhile. */
async function observe(
  cluster: BenchCluster,
  operator: RunningOperator,
  meanwhile: () => Promise<void>,
): Promise<Omit<Figures['rest'], 'requestsPerServerIn5Minutes'>> {
  const before = await cluster.requests();
  const cpuBefore = operator.usage().cpuSeconds;
  const began = performance.now();
  await meanwhile();
  const seconds = (performance.now() - began) / 1000;
  operator.check();
  const { cpuSeconds, residentMiB } = operator.usage();
  const asked = requestsBetween(before, await cluster.requests());
  return {
    seconds,
    requestsPerMinute: (asked.operator / seconds) * 60,
    cpuPercentOfOneCore: ((cpuSeconds - cpuBefore) / seconds) * 100,
    residentMiB,
  };
}

function perServer({ byKind }: RequestCounts, servers: number): Record<string, number> {
  const often = [...byKind].filter(([, count]) => count > servers / 20).sort(([, a], [, b]) => b - a);
  return Object.fromEntries(often.map(([kind, count]) => [kind, count / servers]));
}
