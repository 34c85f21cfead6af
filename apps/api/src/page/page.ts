import type { ServerSummary } from '../servers/view.ts';
import { html, type Html } from './html.ts';

/** Rows of the plain page; more are in the API. */
const MAX_ROWS = 500;

/** The plain page for somebody who is signed in. */
export function serversPage(user: string, servers: readonly ServerSummary[]): Html {
  const isSimulated = servers.some((server) => server.simulated);
  return frame(
    'Servers',
    html` <header>
        <h1>Game servers</h1>
        <form method="post" action="/sign-out"><span>Signed in as ${user}</span> <button type="submit">Sign out</button></form>
      </header>
      ${isSimulated ? html`<p class="note" role="note">Simulated: servers marked so run no real game; the simulator of the game answers instead.</p>` : undefined}
      ${servers.length === 0 ? html`<p>There are no servers yet. Order one with <code>kubectl apply -f docs/examples/minecraft.yaml</code> or with <code>POST /api/v1/servers</code>.</p>` : table(servers)}
      <p id="live" role="status"></p>
      ${pointers()}
      <script src="/page/live.js" defer></script>`,
  );
}

/** The plain page for everybody else. */
export function signInPage(hasFailed: boolean): Html {
  return frame(
    'Sign in',
    html` <header><h1>Game Server Edition</h1></header>
      ${hasFailed ? html`<p class="trouble" role="alert">That token is not valid.</p>` : undefined}
      <form method="post" action="/sign-in">
        <label>Token <input type="password" name="token" required autocomplete="current-password" /></label>
        <button type="submit">Sign in</button>
      </form>
      <p>Use the link that was printed at the start, or the token of the data folder.</p>
      ${pointers()}`,
  );
}

function table(servers: readonly ServerSummary[]): Html {
  const shown = servers.slice(0, MAX_ROWS);
  return html`<table>
      <thead>
        <tr>
          <th scope="col">Server</th>
          <th scope="col">Game</th>
          <th scope="col">State</th>
          <th scope="col">Players</th>
          <th scope="col">Address</th>
          <th scope="col">What and why</th>
        </tr>
      </thead>
      <tbody>
        ${shown.map(row)}
      </tbody>
    </table>
    ${servers.length > shown.length ? html`<p>${servers.length - shown.length} more are not shown here; GET /api/v1/servers lists them all.</p>` : undefined}`;
}

function row(server: ServerSummary): Html {
  const players = server.players.known
    ? `${server.players.online ?? 0}${server.players.max ? ` of ${server.players.max}` : ''}`
    : 'not known';
  return html`<tr>
    <th scope="row">${server.name}<small>${server.namespace}</small></th>
    <td>${server.game}${server.simulated ? html` <em>simulated</em>` : undefined}</td>
    <td>${server.phase}${server.deleting ? ' (deleting)' : ''}</td>
    <td>${players}</td>
    <td>${server.address ? html`<code>${server.address}</code>` : '–'}</td>
    <td>
      ${server.reason ? html`<span class="trouble">${server.reason.message}</span>${server.reason.fix ? html` Fix: ${server.reason.fix.title}.` : undefined}` : undefined}
      ${server.next?.what}
    </td>
  </tr>`;
}

function pointers(): Html {
  return html`<footer>
    <p>
      Everything here can be done through the API, described in <a href="/api/openapi.json">/api/openapi.json</a>, and with kubectl. The
      guides are in the folder <code>docs</code>; <code>README.md</code> says where to begin.
    </p>
  </footer>`;
}

function frame(title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Game Server Edition</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/page/style.css" />
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html> `;
}
