// @ts-check
/**
 * The machine's own npm, as it is configured: registry, proxy and certificates are the user's. Only its cache and
 * logs are kept inside the checkout.
 */
import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { PrepareError } from './errors.mjs';

/** @typedef {{ code: number | null, output: string, stdout: string }} Finished */

/**
 * Runs a program to its end and keeps what it printed.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<Finished>}
 */
export function run(file, args, { cwd, env = process.env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output, stdout }));
  });
}

/**
 * @param {string[]} args
 * @param {{ cwd: string, cache: string }} where
 * @returns {Promise<Finished>}
 */
export async function npm(args, { cwd, cache }) {
  const env = {
    ...withoutScriptVariables(process.env),
    npm_config_cache: cache,
    npm_config_logs_max: '0',
    npm_config_update_notifier: 'false',
  };
  // npm names its own entry file to the scripts it runs; pnpm and yarn name theirs.
  const entry = process.env.npm_execpath;
  const known = entry !== undefined && basename(entry) === 'npm-cli.js';
  try {
    return known ? await run(process.execPath, [entry, ...args], { cwd, env }) : await run('npm', args, { cwd, env });
  } catch (error) {
    throw new PrepareError('npm is needed once to bring the toolchain, and was not found on PATH.', { cause: error });
  }
}

/**
 * What npm tells the scripts it runs about itself would mislead an npm started inside; what a person set stays.
 *
 * @param {NodeJS.ProcessEnv} env
 */
function withoutScriptVariables(env) {
  const own = /^npm_(package_|lifecycle_|command$|execpath$|node_execpath$|config_(local_prefix|global_prefix|prefix|cache)$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !own.test(name)));
}

const carriedOver = {
  registry: 'pnpm_config_registry',
  proxy: 'pnpm_config_http_proxy',
  'https-proxy': 'pnpm_config_https_proxy',
  noproxy: 'pnpm_config_no_proxy',
  cafile: 'pnpm_config_cafile',
  'strict-ssl': 'pnpm_config_strict_ssl',
};

/**
 * How npm reaches its registry, as environment for pnpm, which does not read all of npm's configuration itself.
 *
 * @param {{ cwd: string, cache: string }} where
 * @returns {Promise<Record<string, string>>}
 */
export async function networkSettings(where) {
  const keys = Object.keys(carriedOver);
  const { code, stdout } = await npm(['config', 'get', ...keys], where);
  if (code !== 0) return {};
  /** @type {Record<string, string>} */
  const env = {};
  for (const [key, variable] of Object.entries(carriedOver)) {
    const value = stdout.match(new RegExp(`^${key}=(.*)$`, 'm'))?.[1];
    if (value !== undefined && !['', 'null', 'undefined'].includes(value)) env[variable] = value;
  }
  return env;
}
