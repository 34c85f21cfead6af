/** The plain page's script: fetches the page again when something has changed, at most once a second; a hidden page waits. */
export const LIVE_SCRIPT = `'use strict';
const status = document.getElementById('live');
let isStale = false;
let timer;
async function refresh() {
  timer = undefined;
  if (document.hidden || !isStale) return;
  isStale = false;
  try {
    const answer = await fetch('/', { headers: { accept: 'text/html' } });
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const old = document.querySelector('table'), now = fresh.querySelector('table');
    if (!old || !now) location.reload();
    else old.replaceWith(now);
  } catch { isStale = true; }
}
function soon() {
  isStale = true;
  if (timer === undefined) timer = setTimeout(refresh, 1000);
}
const events = new EventSource('/api/v1/events');
for (const name of ['server', 'relist']) events.addEventListener(name, soon);
events.addEventListener('hello', () => { status.textContent = ''; soon(); });
events.addEventListener('end', (event) => { status.textContent = 'Not live any more: ' + JSON.parse(event.data).message; });
events.onerror = () => { status.textContent = 'The connection is lost; trying again…'; };
document.addEventListener('visibilitychange', refresh);
`;

export const STYLE = `:root { font: 16px/1.5 system-ui, sans-serif; color-scheme: light dark; }
body { margin: 0; }
main { max-width: 72rem; margin: 0 auto; padding: 1rem; overflow-x: auto; }
header { display: flex; flex-wrap: wrap; gap: 1rem; justify-content: space-between; align-items: baseline; }
h1 { font-size: 1.4rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
small { display: block; font-weight: normal; opacity: .75; }
.note { padding: .5rem .75rem; border: 1px solid; border-radius: .4rem; }
.trouble { color: light-dark(#9b1c1c, #ffb4ab); }
input, button { font: inherit; padding: .35rem .6rem; }
footer { margin-top: 2rem; font-size: .9rem; }
`;
