/** A cube of earth with grass on it, drawn for this project. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img" aria-label="Cube of earth with grass on it">
<path fill="#7cb342" d="M32 4 58 18 32 32 6 18z"/>
<path fill="#6d4c41" d="M6 18 32 32v28L6 46z"/>
<path fill="#8d6e63" d="M58 18 32 32v28l26-14z"/>
<path fill="#558b2f" d="m6 18 26 14v9l-5-6-4 2-5-6-5 1-3-5-4-1z"/>
<path fill="#689f38" d="M58 18 32 32v9l4-8 5 2 4-7 5 2 4-6 4 1z"/>
<path fill="#9ccc65" d="m32 9 6 3-6 3-6-3zm12 7 5 3-5 2-5-2zm-24 0 5 2-5 3-5-3z"/>
<path fill="#5d4037" d="m12 34 4 2v4l-4-2zm9 10 4 2v4l-4-2z"/>
<path fill="#795548" d="m44 40 4-2v4l-4 2zm6-10 3-2v4l-3 2z"/>
</svg>`;
