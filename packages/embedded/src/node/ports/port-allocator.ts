import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { NodeError } from '../errors.ts';
import type { PortMapping } from '../runtime/container-runtime.ts';
import type { PodPort } from './port-map.ts';

/**
 * Private ports come from here: below the range that systems take ports of outgoing connections from, and away from the
 * default ports of games, because the public port of a server is its game's own number or one of the next.
 */
const firstPrivatePort = 10_300;
const privatePortCount = 8_700;

const maxAttempts = 200;

export interface PortAllocatorOptions {
  /** Where ports that the outside may reach are bound. The others are bound on the same address if only this machine reaches it. */
  publicIP: string;
  random: () => number;
  /** Whether this machine would let a program listen there now. */
  isFree?: ((hostIP: string, port: number, protocol: 'TCP' | 'UDP') => Promise<boolean>) | undefined;
}

/** Hands out host ports, each private one to one pod at a time. */
export class PortAllocator {
  readonly #options: PortAllocatorOptions;
  readonly #privateIP: string;
  readonly #takenBy = new Map<string, string>();

  constructor(options: PortAllocatorOptions) {
    this.#options = options;
    this.#privateIP = /^127(\.\d+){3}$/.test(options.publicIP) ? options.publicIP : '127.0.0.1';
  }

  /** Host ports for a pod. Those it had before (`previous`) are kept unless somebody else got them. */
  async allocate(podUid: string, wanted: readonly PodPort[], previous: readonly PortMapping[]): Promise<PortMapping[]> {
    const mappings: PortMapping[] = [];
    for (const { containerPort, protocol, publicPort } of wanted) {
      if (publicPort !== undefined) {
        mappings.push({ containerPort, protocol, hostIP: this.#options.publicIP, hostPort: publicPort });
        continue;
      }
      const before = previous.find((port) => port.containerPort === containerPort && port.protocol === protocol);
      const hostPort = await this.#privatePort(podUid, protocol, before);
      mappings.push({ containerPort, protocol, hostIP: this.#privateIP, hostPort });
    }
    return mappings;
  }

  /** Takes note of ports whose containers are running already. */
  adopt(podUid: string, mappings: readonly PortMapping[]): void {
    for (const { protocol, hostPort } of mappings) this.#takenBy.set(`${hostPort}/${protocol}`, podUid);
  }

  release(podUid: string): void {
    for (const [key, owner] of this.#takenBy) if (owner === podUid) this.#takenBy.delete(key);
  }

  async #privatePort(podUid: string, protocol: 'TCP' | 'UDP', before: PortMapping | undefined): Promise<number> {
    if (before?.hostIP === this.#privateIP && (await this.#take(podUid, before.hostPort, protocol))) return before.hostPort;
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const port = firstPrivatePort + Math.floor(this.#options.random() * privatePortCount);
      if (await this.#take(podUid, port, protocol)) return port;
    }
    throw new NodeError('GSE_PORT_TAKEN', `no free port was found between ${firstPrivatePort} and ${firstPrivatePort + privatePortCount}`);
  }

  async #take(podUid: string, port: number, protocol: 'TCP' | 'UDP'): Promise<boolean> {
    const key = `${port}/${protocol}`;
    const owner = this.#takenBy.get(key);
    if (owner !== undefined) return owner === podUid;
    // Taken before the question is answered, so that two pods never ask about the same port.
    this.#takenBy.set(key, podUid);
    if (await (this.#options.isFree ?? canListen)(this.#privateIP, port, protocol)) return true;
    this.#takenBy.delete(key);
    return false;
  }
}

function canListen(host: string, port: number, protocol: 'TCP' | 'UDP'): Promise<boolean> {
  return new Promise((resolve) => {
    if (protocol === 'UDP') {
      const socket = createSocket('udp4');
      socket.once('error', () => resolve(false));
      socket.bind({ address: host, port, exclusive: true }, () => socket.close(() => resolve(true)));
      return;
    }
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
