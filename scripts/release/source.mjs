// @ts-check
/** What a release is made from: the commit, its time, and whether the checkout is that commit and nothing else. */
import { run } from '../toolchain/npm.mjs';

/**
 * @param {string} checkout
 * @returns {Promise<{ commit: string, isClean: boolean, created: string }>} `SOURCE_DATE_EPOCH` outranks the commit's time
 */
export async function sourceOf(checkout) {
  const git = async (/** @type {string[]} */ ...args) => {
    const { code, stdout } = await run('git', args, { cwd: checkout }).catch(() => ({ code: 1, stdout: '' }));
    return code === 0 ? stdout.trim() : undefined;
  };
  const [commit = 'unknown', seconds = '0'] = (await git('log', '-1', '--format=%H %ct'))?.split(' ') ?? [];
  const isClean = (await git('status', '--porcelain')) === '';
  const time = Number(process.env.SOURCE_DATE_EPOCH ?? seconds);
  return { commit, isClean, created: `${new Date(time * 1000).toISOString().slice(0, 19)}Z` };
}
