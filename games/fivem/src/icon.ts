/** A car on a night street in front of a skyline, drawn for this project. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img" aria-label="Car on a city street at night">
<path fill="#22304f" d="M8 4h48a4 4 0 0 1 4 4v48a4 4 0 0 1-4 4H8a4 4 0 0 1-4-4V8a4 4 0 0 1 4-4z"/>
<path fill="#f6c65b" d="M49 10a6 6 0 1 0 5 9 6 6 0 0 1-5-9z"/>
<path fill="#3d5080" d="M8 38V22h8v-8h9v14h6V18h10v12h7v-4h8v12z"/>
<path fill="#f3d98b" d="M18 18h2v3h-2zm3 7h2v3h-2zm13-3h2v3h-2zm3 6h2v3h-2zM11 26h2v3h-2zm40 4h2v3h-2z"/>
<path fill="#151d33" d="M4 42h56v14a4 4 0 0 1-4 4H8a4 4 0 0 1-4-4z"/>
<path fill="#e8ecf5" d="M8 55h10v2H8zm19 0h10v2H27zm19 0h10v2H46z"/>
<path fill="#e2553f" d="M10 48c0-4 4-5 9-6l5-5c1-1 2-1 4-1h9c3 0 4 1 6 3l4 4c5 0 8 2 8 6v2H10z"/>
<path fill="#9fd0e8" d="M23 42l4-4h5v4zm11-4h4l5 4h-9z"/>
<path fill="#0c1120" d="M20 46a5 5 0 1 1 0 10 5 5 0 0 1 0-10zm25 0a5 5 0 1 1 0 10 5 5 0 0 1 0-10z"/>
<path fill="#b9c2d6" d="M20 49a2 2 0 1 1 0 4 2 2 0 0 1 0-4zm25 0a2 2 0 1 1 0 4 2 2 0 0 1 0-4z"/>
</svg>`;
