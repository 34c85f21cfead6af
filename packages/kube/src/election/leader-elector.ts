import { leases, type Lease } from '../builtins/cluster.ts';
import type { KubeClient } from '../client/client.ts';
import { delay, systemClock, type Clock } from '../clock.ts';
import { isAlreadyExists, isConflict, isNotFound, KubeError } from '../errors.ts';
import { silentLog, type Log } from '../log.ts';
import { createMetricsRegistry, type MetricsRegistry } from '../metrics/registry.ts';
import { heldLease, microTime, releasedLease } from './lease-record.ts';

/** What an elector needs. */
export interface LeaderElectorOptions {
  client: KubeClient;
  namespace: string;
  /** Of the Lease. */
  name: string;
  /** Unlike that of every other candidate, also of an earlier run of this one. */
  identity: string;
  /** How long the others wait for a leader that no longer renews. */
  leaseDurationMs?: number | undefined;
  /** How long the leader tries to renew before it stops; the rest of the lease is what it has for stopping. */
  renewDeadlineMs?: number | undefined;
  retryPeriodMs?: number | undefined;
  clock?: Clock | undefined;
  random?: (() => number) | undefined;
  log?: Log | undefined;
  metrics?: MetricsRegistry | undefined;
}

/** One candidate for leading a component of several replicas. */
export interface LeaderElector {
  readonly isLeader: boolean;
  /** Who leads, as last seen. */
  readonly leader: string | undefined;
  /**
   * Waits until this candidate leads, then runs `lead` until the signal fires, which gives the lease back afterwards.
   * When the lease is lost, the signal of `lead` fires with `GSE_KUBE_LEASE_LOST`, and this throws the same once `lead` has
   * ended or the lease has run out, whichever is first: the process must end then, not try again. Once per elector.
   */
  run(lead: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void>;
}

const defaults = { leaseDurationMs: 15_000, renewDeadlineMs: 10_000, retryPeriodMs: 2000 };
/** Candidates that wait spread their attempts over up to this much more than the period. */
const jitter = 1.2;
const releaseTimeoutMs = 2000;

/**
 * Creates a candidate. Clocks of different machines are never compared: a lease counts as abandoned when this process
 * has watched it stay the same for its whole duration.
 */
export function createLeaderElector(options: LeaderElectorOptions): LeaderElector {
  const { client, namespace, name, identity, clock = systemClock, random = Math.random, log = silentLog } = options;
  const { leaseDurationMs, renewDeadlineMs, retryPeriodMs } = { ...defaults, ...defined(options) };
  if (!(retryPeriodMs * jitter < renewDeadlineMs && renewDeadlineMs < leaseDurationMs)) {
    throw new TypeError('retryPeriodMs must be well below renewDeadlineMs, and that below leaseDurationMs');
  }
  const status = (options.metrics ?? createMetricsRegistry()).gauge(
    'leader_election_master_status',
    'Gauge of if the reporting system is master of the relevant lease, 0 indicates backup, 1 indicates master',
  );
  const ref = { namespace, name };
  const terms = { identity, leaseDurationMs };
  let isLeader = false;
  /** The Lease as last seen, and since when it has been like that, by our own measure. */
  let seen: { lease: Lease; since: number } | undefined;
  status.set(0, { name });

  function see(lease: Lease): void {
    const { holderIdentity, renewTime } = lease.spec ?? {};
    const before = seen?.lease.spec;
    const isSame = seen && before?.holderIdentity === holderIdentity && before?.renewTime === renewTime;
    if (before?.holderIdentity !== holderIdentity) log.info({ lease: name, leader: holderIdentity }, 'A leader is seen');
    seen = { lease, since: isSame && seen ? seen.since : clock.elapsed() };
  }

  /** Takes or renews the lease; false when somebody else holds it. Throws when the server cannot be asked. */
  async function tryOnce(timeoutMs: number, signal: AbortSignal): Promise<boolean> {
    const call = { timeoutMs, signal };
    // A leader writes over what it wrote: one request. Whoever waits looks first.
    let lease = isLeader ? seen?.lease : undefined;
    try {
      lease ??= await client.get(leases, ref, call);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      // Somebody deleted it; who held it may not know yet.
      return seen && !isFree(seen.lease) ? false : await createLease(call);
    }
    if (lease !== seen?.lease) see(lease);
    if (!isFree(lease)) return false;
    try {
      see(await client.replace(leases, heldLease(lease, terms, clock.now()), call));
      return true;
    } catch (error) {
      if (!isConflict(error) && !isNotFound(error)) throw error;
      // Somebody else was faster, or a person edits it: who holds it now decides.
      const now = await client.get(leases, ref, call).catch((reason: unknown) => {
        if (isNotFound(reason)) return undefined;
        throw reason;
      });
      if (now === undefined) return await createLease(call);
      see(now);
      if (now.spec?.holderIdentity !== identity) return false;
      see(await client.replace(leases, heldLease(now, terms, clock.now()), call));
      return true;
    }
  }

  async function createLease(call: { timeoutMs: number; signal: AbortSignal }): Promise<boolean> {
    const now = microTime(clock.now());
    const spec = {
      holderIdentity: identity,
      leaseDurationSeconds: Math.ceil(leaseDurationMs / 1000),
      acquireTime: now,
      renewTime: now,
      leaseTransitions: 0,
    };
    try {
      see(await client.create(leases, { apiVersion: leases.apiVersion, kind: leases.kind, metadata: { name, namespace }, spec }, call));
      return true;
    } catch (error) {
      if (isAlreadyExists(error)) return false;
      throw error;
    }
  }

  function isFree(lease: Lease): boolean {
    const { holderIdentity, leaseDurationSeconds } = lease.spec ?? {};
    if (!holderIdentity || holderIdentity === identity) return true;
    const durationMs = (leaseDurationSeconds ?? leaseDurationMs / 1000) * 1000;
    return seen !== undefined && clock.elapsed() - seen.since >= durationMs;
  }

  /** Resolves when this process holds the lease, with the time from which it counts: before the request was sent. */
  async function acquire(signal: AbortSignal): Promise<number | undefined> {
    while (!signal.aborted) {
      const startedAt = clock.elapsed();
      try {
        if (await tryOnce(renewDeadlineMs, signal)) return startedAt;
      } catch (err) {
        if (!signal.aborted) log.warn({ err, lease: name }, 'The lease cannot be asked for; trying again');
      }
      await delay(clock, retryPeriodMs * (1 + random() * (jitter - 1)), signal);
    }
    return undefined;
  }

  /** Returns when the signal fires, throws when the lease is lost. */
  async function hold(heldSince: number, signal: AbortSignal): Promise<void> {
    let renewedAt = heldSince;
    for (;;) {
      await delay(clock, Math.min(retryPeriodMs, Math.max(0, renewedAt + renewDeadlineMs - clock.elapsed())), signal);
      if (signal.aborted) return;
      const leftMs = renewedAt + renewDeadlineMs - clock.elapsed();
      if (leftMs <= 0) throw lost('it could not be renewed in time');
      const startedAt = clock.elapsed();
      try {
        if (!(await tryOnce(Math.min(leftMs, renewDeadlineMs / 2), signal))) throw lost(`${leaderOf(seen) ?? 'nobody'} holds it now`);
        renewedAt = startedAt;
      } catch (err) {
        if (signal.aborted) return;
        if (err instanceof KubeError && err.code === 'GSE_KUBE_LEASE_LOST') throw err;
        log.warn({ err, lease: name, leftMs: Math.round(leftMs) }, 'The lease was not renewed; trying again');
      }
    }
  }

  function lost(why: string): KubeError {
    return new KubeError({ code: 'GSE_KUBE_LEASE_LOST', message: `${identity} no longer leads (${namespace}/${name}): ${why}` });
  }

  async function release(): Promise<void> {
    if (seen?.lease.spec?.holderIdentity !== identity) return;
    try {
      await client.replace(leases, releasedLease(seen.lease, clock.now()), { timeoutMs: releaseTimeoutMs });
    } catch (err) {
      log.debug({ err, lease: name }, 'The lease was not given back; the next leader waits for its end');
    }
  }

  return {
    get isLeader() {
      return isLeader;
    },
    get leader() {
      return leaderOf(seen);
    },
    async run(lead, signal) {
      const heldSince = await acquire(signal);
      if (heldSince === undefined) return;
      isLeader = true;
      status.set(1, { name });
      log.info({ lease: name, identity }, 'This process leads');
      const stop = new AbortController();
      const onAbort = () => stop.abort(signal.reason);
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
      const holding = new AbortController();
      const leading = lead(stop.signal);
      try {
        // It holds on until the work has ended, also after the signal: nobody else may begin before.
        const outcome = await Promise.race([hold(heldSince, holding.signal), leading.then(() => 'ended' as const)]);
        if (outcome === 'ended') holding.abort();
        await release();
      } catch (error) {
        holding.abort();
        if (!(error instanceof KubeError) || error.code !== 'GSE_KUBE_LEASE_LOST') {
          await release();
          throw error;
        }
        log.error({ err: error }, 'The lease is lost; everything stops');
        stop.abort(error);
        await Promise.race([leading.catch(() => undefined), delay(clock, leaseDurationMs - renewDeadlineMs)]);
        throw error;
      } finally {
        signal.removeEventListener('abort', onAbort);
        isLeader = false;
        status.set(0, { name });
      }
    },
  };
}

function leaderOf(seen: { lease: Lease } | undefined): string | undefined {
  return seen?.lease.spec?.holderIdentity || undefined;
}

function defined(options: LeaderElectorOptions): Partial<typeof defaults> {
  const { leaseDurationMs, renewDeadlineMs, retryPeriodMs } = options;
  return Object.fromEntries(Object.entries({ leaseDurationMs, renewDeadlineMs, retryPeriodMs }).filter(([, value]) => value !== undefined));
}
