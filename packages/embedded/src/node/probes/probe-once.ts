import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import type { HttpGetAction, LifecycleHandler } from '@gse/kube';
import { abortable } from '../abortable.ts';
import { errorMessage } from '../errors.ts';
import type { ExecResult } from '../runtime/container-runtime.ts';

/** How much of an unhappy answer is quoted. */
const maxQuotedBytes = 256;

/** The container a probe or hook is about. */
export interface ProbeTarget {
  exec(command: string[], signal: AbortSignal): Promise<ExecResult>;
  /** Where a port of the container (number or name) is reached from here. */
  addressOf(port: number | string): { host: string; port: number } | undefined;
}

export interface ProbeResult {
  isOk: boolean;
  /** For a failure: what was wrong. */
  message: string;
}

/** Runs one action of a probe or hook; `signal` is its deadline. Never throws. */
export async function probeOnce(action: LifecycleHandler, target: ProbeTarget, signal: AbortSignal): Promise<ProbeResult> {
  try {
    if (action.exec) {
      // A runtime may not be able to end a command; the deadline holds all the same.
      const { exitCode, output } = await abortable(target.exec(action.exec.command, signal), signal);
      return exitCode === 0 ? ok : failed(`the command ended with ${exitCode}: ${output.trim().slice(0, maxQuotedBytes)}`);
    }
    if (action.httpGet) return await httpGet(action.httpGet, resolve(target, action.httpGet), signal);
    if (action.tcpSocket) return await tcpConnect(resolve(target, action.tcpSocket), signal);
    if (action.sleep) return await sleepFor(action.sleep.seconds * 1000, signal);
    return failed('the probe names no action this node knows');
  } catch (error) {
    return failed(signal.aborted ? 'no answer in time' : errorMessage(error));
  }
}

const ok: ProbeResult = { isOk: true, message: '' };

function failed(message: string): ProbeResult {
  return { isOk: false, message };
}

function resolve(target: ProbeTarget, action: { port: number | string; host?: string | undefined }): { host: string; port: number } {
  if (action.host && typeof action.port === 'number') return { host: action.host, port: action.port };
  const address = target.addressOf(action.port);
  if (!address) throw new Error(`the container declares no port ${action.port}`);
  return address;
}

function httpGet(action: HttpGetAction, address: { host: string; port: number }, signal: AbortSignal): Promise<ProbeResult> {
  const headers = Object.fromEntries((action.httpHeaders ?? []).map(({ name, value }) => [name, value]));
  const options = { ...address, path: action.path ?? '/', headers: { 'user-agent': 'kube-probe/gse', ...headers }, signal, agent: false };
  return new Promise((resolvePromise, reject) => {
    // As with Kubernetes, a probe asks whether somebody answers, not who.
    const request = action.scheme === 'HTTPS' ? httpsRequest({ ...options, rejectUnauthorized: false }) : httpRequest(options);
    request.once('error', reject);
    request.once('response', (response) => {
      const status = response.statusCode ?? 0;
      if (status >= 200 && status < 400) {
        response.destroy();
        return resolvePromise(ok);
      }
      let text = '';
      const finish = () =>
        resolvePromise(failed(`HTTP probe failed with statuscode: ${status}${text ? ` (${text.trim().slice(0, maxQuotedBytes)})` : ''}`));
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (text.length > maxQuotedBytes) response.destroy();
      });
      response.once('close', finish);
      response.once('error', finish);
    });
    request.end();
  });
}

function tcpConnect(address: { host: string; port: number }, signal: AbortSignal): Promise<ProbeResult> {
  return new Promise((resolvePromise, reject) => {
    const socket = connect(address);
    const onAbort = () => socket.destroy(new Error('no answer in time'));
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('connect', () => {
      socket.destroy();
      resolvePromise(ok);
    });
    socket.once('error', reject);
    socket.once('close', () => signal.removeEventListener('abort', onAbort));
    if (signal.aborted) onAbort();
  });
}

function sleepFor(ms: number, signal: AbortSignal): Promise<ProbeResult> {
  return new Promise((resolvePromise) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolvePromise(ok);
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}
