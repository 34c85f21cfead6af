export { freePort } from '@gse/control-plane';

/** Above the ports that systems give to outgoing connections, and away from the default ports of games. */
const lowest = 61_000;
const perCluster = 150;
const clusters = 30;
let started = 0;

/** Node ports for a cluster that shares the machine with those of other test processes: to each a part of its own. */
export function nodePortRange(): string {
  const first = lowest + ((process.pid + started++) % clusters) * perCluster;
  return `${first}-${first + perCluster - 1}`;
}
