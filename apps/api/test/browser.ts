/** What a browser answered, and where it was sent. */
export interface Page {
  readonly status: number;
  readonly location: string | undefined;
  readonly setCookies: readonly string[];
  readonly body: unknown;
}

/** A browser as far as cookies go: keeps what it is given, and gives it back to the same host. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #origin: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(origin: string, headers: Readonly<Record<string, string>> = {}) {
    this.#origin = origin;
    this.#headers = headers;
  }

  async go(method: string, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Page> {
    const answer = await fetch(`${this.#origin}${path}`, {
      method,
      redirect: 'manual',
      headers: { cookie: this.cookieHeader, origin: this.#origin, ...this.#headers, ...headers },
    });
    const setCookies = answer.headers.getSetCookie();
    for (const line of setCookies) this.#keep(line);
    const text = await answer.text();
    const isJson = (answer.headers.get('content-type') ?? '').includes('json') && text !== '';
    return {
      status: answer.status,
      location: answer.headers.get('location') ?? undefined,
      setCookies,
      body: isJson ? (JSON.parse(text) as unknown) : text,
    };
  }

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const at = pair.indexOf('=');
    const isGone = attributes.some((attribute) => attribute.startsWith('Expires=Thu, 01 Jan 1970') || attribute === 'Max-Age=0');
    if (isGone) this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}
