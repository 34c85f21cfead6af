import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { httpFetch } from './http-fetch.ts';
import { plainFetch, type PlainFetch } from './plain.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const { signal } = new AbortController();

async function textOf(response: Awaited<ReturnType<PlainFetch>>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for (let piece = await response.body.read(); piece; piece = await response.body.read()) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe.each(['the short way', 'the way over the web’s objects'])('%s', (way) => {
  function transport(): PlainFetch {
    const fetch = httpFetch();
    closers.push(() => fetch.close());
    return way === 'the short way' ? plainFetch(fetch) : plainFetch((request) => fetch(request));
  }

  test('sends method, path with query, headers and body, and hands over status, headers and body', async () => {
    const url = await listen((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const { method, url, headers } = request;
        response.writeHead(201, { 'retry-after': '7' });
        response.end(
          JSON.stringify({
            method,
            url,
            type: headers['content-type'],
            length: headers['content-length'],
            body: String(Buffer.concat(pieces)),
          }),
        );
      });
    });
    const headers = { 'content-type': 'application/json' };
    const response = await transport()({ method: 'PATCH', url: `${url}/a/b?c=d%20e`, headers, body: '{"ö":1}', signal });
    expect([response.status, response.header('retry-after'), response.header('missing')]).toEqual([201, '7', undefined]);
    expect(JSON.parse(await textOf(response))).toEqual({
      method: 'PATCH',
      url: '/a/b?c=d%20e',
      type: 'application/json',
      length: '8',
      body: '{"ö":1}',
    });
  });

  test('does not follow redirects', async () => {
    const url = await listen((_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/elsewhere' }).end());
    expect((await transport()({ method: 'GET', url, headers: {}, signal })).status).toBe(302);
  });

  test('an answer without a body ends at once', async () => {
    const url = await listen((_, response) => response.writeHead(204).end());
    const response = await transport()({ method: 'GET', url, headers: {}, signal });
    expect([response.status, await textOf(response)]).toEqual([204, '']);
  });

  test('a body that is cancelled before it is read ends its connection and nothing else', async () => {
    const left = Promise.withResolvers<void>();
    const url = await listen((request, response) => {
      response.write('first');
      request.once('close', left.resolve);
    });
    const response = await transport()({ method: 'GET', url, headers: {}, signal });
    response.body.cancel();
    await left.promise;
  });

  test('a body that is not read holds its sender back, and comes whole when it is', async () => {
    const piece = Buffer.alloc(256 * 1024, 'x');
    const pieces = 200;
    const heldBack = Promise.withResolvers<number>();
    const send = async (response: ServerResponse): Promise<void> => {
      for (let n = 0; n < pieces; n++) {
        if (response.write(piece)) continue;
        const timer = setTimeout(() => heldBack.resolve(n), 300);
        await once(response, 'drain');
        clearTimeout(timer);
      }
      response.end();
    };
    const url = await listen((_, response) => void send(response));
    const response = await transport()({ method: 'GET', url, headers: {}, signal });
    expect(await heldBack.promise).toBeLessThan(pieces - 1);
    expect((await textOf(response)).length).toBe(pieces * piece.length);
  });

  test('a signal ends the reading of a body that does not end', async () => {
    const url = await listen((_, response) => response.write('first'));
    const stop = new AbortController();
    const response = await transport()({ method: 'GET', url, headers: {}, signal: stop.signal });
    expect(String(Buffer.from((await response.body.read()) ?? []))).toBe('first');
    const more = response.body.read();
    stop.abort(new Error('enough'));
    await expect(more).rejects.toThrow();
  });
});
