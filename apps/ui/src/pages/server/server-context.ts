import { useOutletContext } from 'react-router';
import type { Game, Place, Server, ServerSummary } from '../../api/types.ts';

/** What every page of a server has at hand. */
export interface ServerPageContext {
  readonly place: Place;
  /** The server, whole; live. */
  readonly server: Server;
  /** The server in short; newer than `server.summary` by a moment. */
  readonly summary: ServerSummary;
  /** Its game: schema, capabilities, licences. */
  readonly game: Game;
}

/** The server whose page this is. */
export function useServerPage(): ServerPageContext {
  return useOutletContext<ServerPageContext>();
}
