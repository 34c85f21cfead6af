const KEY = 'gse-reloaded-at';
/** Whoever was reloaded so recently has another problem than an old page. */
const AGAIN_MS = 60_000;

/**
 * A tab that was open while the server got new pages asks for parts that are no longer there. It is loaded anew then,
 * once; drafts are kept in the tab's storage.
 */
export function watchForNewRelease(): void {
  window.addEventListener('vite:preloadError', (event) => {
    try {
      const last = Number(sessionStorage.getItem(KEY) ?? 0);
      if (Date.now() - last < AGAIN_MS) return;
      sessionStorage.setItem(KEY, String(Date.now()));
    } catch {
      return; // Without storage it could go round in circles; the page says what is wrong instead.
    }
    event.preventDefault();
    window.location.reload();
  });
}
