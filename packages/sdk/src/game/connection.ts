/** Where a connection goes and what it may use. Opened, watched and closed by the platform, never by an adapter. */
export interface ConnectionTarget {
  readonly host: string;
  readonly port: number;
  /** The declared secret's value; absent when the connection declares none. */
  readonly secret?: string;
  /** Aborts the opening. */
  readonly signal: AbortSignal;
}

/** A live connection and the promise that settles when it ends. */
export interface OpenConnection<Client> {
  readonly client: Client;
  /** Settles once, with the error that ended the connection, or undefined after `close()`. Never rejects. */
  readonly closed: Promise<Error | undefined>;
  close(): Promise<void>;
}

/**
 * How the platform reaches the game over one protocol. Each protocol package exports a function that makes one,
 * such as `sourceRcon({ port: 'rcon', secret: 'rconPassword' })`.
 *
 * Every method of `Client` returns a promise and takes a `signal` in its last argument, so that the platform can hand
 * adapters a client that opens the connection on first use and opens it again after it broke.
 */
export interface ConnectionSpec<Client, Port extends string = string, Secret extends string = string> {
  /** Name of the protocol in messages, such as `Source RCON`. */
  readonly protocol: string;
  /** Name of the adapter's port. */
  readonly port: Port;
  /** Id of the adapter's secret that authenticates it; `Secret` is `never` for a protocol that needs none. */
  readonly secret?: Secret;
  open(target: ConnectionTarget): Promise<OpenConnection<Client>>;
}

/** The client type of a declared connection. */
export type ClientOf<Spec> = Spec extends ConnectionSpec<infer Client, string, string> ? Client : never;

/** What the platform can say of a connection that could not be used; protocol errors carry one of these as `kind`. */
export type ConnectionErrorKind =
  | 'refused' // nothing listens
  | 'timeout' // no answer within the deadline
  | 'closed' // the peer hung up
  | 'auth' // the credential was rejected: do not try again with the same one
  | 'protocol' // the peer speaks something else, or wrongly
  | 'aborted'; // our own signal

/** An error of a connection, with a kind the platform acts on and a stable code. */
export interface ConnectionFailure extends Error {
  readonly code: string;
  readonly kind: ConnectionErrorKind;
}
