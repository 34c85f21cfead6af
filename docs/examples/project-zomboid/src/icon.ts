/** A hand that comes out of the ground, drawn for this example. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img" aria-label="Hand that comes out of the ground">
<rect y="46" width="64" height="18" fill="#5d4037"/>
<path fill="#8bc34a" d="M24 46V28l-6-8 4-3 5 6V8h5v14h1V5h5v17h1V9h5v15l3-5 4 2-5 13v12z"/>
</svg>`;
