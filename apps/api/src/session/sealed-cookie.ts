import type { FastifyReply, FastifyRequest } from 'fastify';

/** Browsers keep about 4,096 bytes with name and attributes. */
const MAX_PART_LENGTH = 3_800;
/** More would not come back through proxies, most of which take 8 kB of cookies. */
const MAX_PARTS = 2;

export interface CookieOptions {
  readonly name: string;
  readonly sameSite: 'strict' | 'lax';
  readonly publicOrigins: () => readonly string[];
}

/** A cookie that no script reads, in as many parts as it takes. Over TLS only this host is given it back, and only over TLS. */
export class HostCookie {
  readonly #options: CookieOptions;

  constructor(options: CookieOptions) {
    this.#options = options;
  }

  read(request: FastifyRequest): string | undefined {
    const parts: string[] = [];
    for (let n = 0; n < MAX_PARTS; n++) {
      const part = request.cookies[this.#name(request, n)];
      if (part === undefined || part === '') break;
      parts.push(part);
    }
    return parts.length === 0 ? undefined : parts.join('');
  }

  /** False where the value is longer than browsers keep; then nothing is written. */
  write(request: FastifyRequest, reply: FastifyReply, value: string, maxAgeSeconds: number): boolean {
    const parts = value.match(new RegExp(`.{1,${MAX_PART_LENGTH}}`, 'gs')) ?? [];
    if (parts.length > MAX_PARTS) return false;
    for (const [n, part] of parts.entries())
      void reply.setCookie(this.#name(request, n), part, { ...this.#attributes(request), maxAge: maxAgeSeconds });
    this.#clearFrom(request, reply, parts.length);
    return true;
  }

  clear(request: FastifyRequest, reply: FastifyReply): void {
    void reply.clearCookie(this.#name(request, 0), this.#attributes(request));
    this.#clearFrom(request, reply, 1);
  }

  /** Parts of a longer value before. */
  #clearFrom(request: FastifyRequest, reply: FastifyReply, first: number): void {
    for (let n = first; n < MAX_PARTS; n++) {
      const name = this.#name(request, n);
      if (request.cookies[name] !== undefined) void reply.clearCookie(name, this.#attributes(request));
    }
  }

  #name(request: FastifyRequest, part: number): string {
    const name = part === 0 ? this.#options.name : `${this.#options.name}.${part}`;
    // The prefix makes browsers refuse it from anywhere but this host over TLS.
    return this.#isTls(request) ? `__Host-${name}` : name;
  }

  #attributes(request: FastifyRequest): { path: string; httpOnly: true; sameSite: 'strict' | 'lax'; secure: boolean } {
    return { path: '/', httpOnly: true, sameSite: this.#options.sameSite, secure: this.#isTls(request) };
  }

  /** A proxy before us may have ended TLS; then our public address says so. */
  #isTls(request: FastifyRequest): boolean {
    return request.protocol === 'https' || this.#options.publicOrigins().includes(`https://${request.headers.host ?? ''}`);
  }
}
