import { z } from 'zod';
import { access } from './access.ts';
import { game } from './game.ts';
import { messages } from './messages.ts';
import { network } from './network.ts';
import { resources } from './resources.ts';
import { server } from './server.ts';

export { resourcesOf } from './resources.ts';

/** Everything a customer may set without opening a file. Defaults are the game's own, except where said. */
export const settings = z.object({ ...server, ...game, ...access, ...resources, ...messages, ...network });

/** Settings with every default filled in. */
export type FiveMSettings = z.output<typeof settings>;

/** Checks that need more than one field, or more than a pattern. */
export function checkSettings(chosen: FiveMSettings): readonly { readonly path: string; readonly message: string }[] {
  const complaints = [];
  const most = { off: 32, legacy: 64, on: 2048 }[chosen.onesync];
  if (chosen.maxPlayers > most)
    complaints.push({
      path: 'maxPlayers',
      message: `with OneSync ${chosen.onesync} at most ${most} players can be online; set onesync to ${chosen.maxPlayers > 64 ? 'on' : 'legacy or on'}`,
    });
  if (chosen.resources.includes('gse'))
    complaints.push({ path: 'resources', message: "gse is the platform's own resource, which always starts; leave it out" });
  const range = chosen.proxyRanges.find((candidate) => !isAddressRange(candidate));
  if (range !== undefined)
    complaints.push({ path: 'proxyRanges', message: `${range} is no range of addresses; write 192.0.2.0/24, 192.0.2.7 or 2001:db8::/32` });
  if (chosen.publicEndpoints.split(/\s+/).some((endpoint) => endpoint !== '' && !/:[0-9]{1,5}$/.test(endpoint)))
    complaints.push({ path: 'publicEndpoints', message: 'every address needs its port, such as 203.0.113.7:30120' });
  if (chosen.indirectListing && chosen.listingHost === '')
    complaints.push({ path: 'indirectListing', message: 'there is no other address to list; set listingHost first' });
  return complaints;
}

function isAddressRange(text: string): boolean {
  const [address = '', bits] = text.split('/');
  const isIpv4 = /^\d{1,3}(?:\.\d{1,3}){3}$/.test(address) && address.split('.').every((part) => Number(part) <= 255);
  const isIpv6 = address.includes(':') && address.split(':').length <= 8 && address.split('::').length <= 2;
  if (!isIpv4 && !isIpv6) return false;
  return bits === undefined || Number(bits) <= (isIpv4 ? 32 : 128);
}
