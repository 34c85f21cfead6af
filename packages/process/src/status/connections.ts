import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** How many connections a server keeps open. */
export interface ConnectionLimits {
  /** Of one remote address. */
  readonly perAddress: number;
  /** Of all of them. */
  readonly total: number;
}

/**
 * Keeps a server open for whoever comes next: over a limit the address that has most of the connections loses its oldest.
 * Refusing the newest instead, as `maxConnections` does, would let whoever was there first keep the kubelet out.
 */
export function limitConnections(server: Server, { perAddress, total }: ConnectionLimits): void {
  /** Open connections by their address, each oldest first. */
  const open = new Map<string, Set<Socket>>();
  let count = 0;

  function forget(address: string, socket: Socket): void {
    const sockets = open.get(address);
    if (!sockets?.delete(socket)) return;
    count--;
    if (sockets.size === 0) open.delete(address);
  }

  function closeOldest(address: string): void {
    const [oldest] = open.get(address) ?? [];
    if (!oldest) return;
    forget(address, oldest);
    oldest.destroy();
  }

  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress;
    // Gone before anybody looked.
    if (address === undefined) return void socket.destroy();
    const sockets = open.get(address) ?? new Set();
    open.set(address, sockets.add(socket));
    count++;
    socket.once('close', () => forget(address, socket));
    if (sockets.size > perAddress) closeOldest(address);
    if (count > total) closeOldest(busiest(open));
  });
}

function busiest(open: ReadonlyMap<string, ReadonlySet<Socket>>): string {
  let [found, most] = ['', 0];
  for (const [address, { size }] of open) if (size > most) [found, most] = [address, size];
  return found;
}
