const MAX_LENGTH = 1_000;
/** An origin that nothing else has, to see what an address would be relative to. */
const OWN = 'http://own.invalid';

/**
 * Where to go after signing in: the page that was asked for, if it is one of ours. Anything else, such as an address of
 * another site in any disguise, leads to the first page.
 */
export function ownPage(wanted: string | undefined): string {
  if (wanted === undefined || wanted.length > MAX_LENGTH || !/^\/(?![/\\])[\x21-\x7e]*$/.test(wanted) || wanted.includes('\\')) return '/';
  const url = URL.parse(wanted, OWN);
  if (url === null || url.origin !== OWN || url.pathname.startsWith('//')) return '/';
  if (/^\/(api|sign-in)(\/|$)/.test(url.pathname)) return '/';
  return `${url.pathname}${url.search}`;
}
