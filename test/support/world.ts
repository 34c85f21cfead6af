/** What a request is made with; the headers by name. */
export interface RequestOptions extends Omit<RequestInit, 'headers'> {
  readonly headers?: Readonly<Record<string, string>>;
}

/** A running edition as a person meets it over HTTP, whatever it runs on. */
export interface World {
  /** Where the person's servers are. */
  readonly namespace: string;
  /**
   * Sends a request with the person's own token: `api/v1/…` to the edition's API, `kube/…` to the Kubernetes API. Headers that
   * the caller gives are added.
   */
  request(this: void, path: string, options: RequestOptions): Promise<Response>;
  /** The folder behind a claim of the person's namespace, where the node keeps the world. */
  volume(claim: string): string;
}
