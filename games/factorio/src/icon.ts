const TEETH = [0, 45, 90, 135]
  .map((angle) => `<rect x="28" y="6" width="8" height="40" rx="2" transform="rotate(${angle} 32 26)"/>`)
  .join('');

/** Icon: a gear above a conveyor belt, our own drawing. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img" aria-label="A gear above a conveyor belt">
<rect width="64" height="64" rx="12" fill="#2b2622"/>
<g fill="#e08a2c">${TEETH}<circle cx="32" cy="26" r="15"/></g>
<circle cx="32" cy="26" r="7" fill="#2b2622"/>
<rect x="6" y="50" width="52" height="8" rx="4" fill="#8d8478"/>
<path fill="#e8c34a" d="M14 51l4 3-4 3zM30 51l4 3-4 3zM46 51l4 3-4 3z"/>
</svg>`;
