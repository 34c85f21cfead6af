import { request, type ClientRequest, type IncomingMessage } from 'node:http';

/** One server-sent event. */
export interface SentEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: unknown;
}

/** A reader of server-sent events that can be told not to read. */
export class EventStream implements Disposable {
  readonly events: SentEvent[] = [];
  readonly response: IncomingMessage;
  isClosed = false;
  readonly #request: ClientRequest;
  #rest = '';

  private constructor(sent: ClientRequest, response: IncomingMessage) {
    this.#request = sent;
    this.response = response;
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => this.#take(chunk));
    response.on('close', () => {
      this.isClosed = true;
    });
    response.on('error', () => {});
  }

  static async open(url: string, headers: Record<string, string>): Promise<EventStream> {
    return await new Promise((resolve, reject) => {
      const sent = request(url, { headers, agent: false }, (response) => resolve(new EventStream(sent, response)));
      sent.on('error', reject);
      sent.end();
    });
  }

  named(event: string): SentEvent[] {
    return this.events.filter((entry) => entry.event === event);
  }

  [Symbol.dispose](): void {
    this.#request.destroy();
  }

  #take(chunk: string): void {
    const parts = (this.#rest + chunk).split('\n\n');
    this.#rest = parts.pop() ?? '';
    for (const part of parts) {
      const fields = new Map(
        part.split('\n').map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      );
      const data = fields.get('data');
      if (data !== undefined)
        this.events.push({ event: fields.get('event') ?? 'message', id: fields.get('id'), data: JSON.parse(data) as unknown });
    }
  }
}
