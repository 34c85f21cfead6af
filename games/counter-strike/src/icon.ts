/** A sight over two flags that meet, drawn for this project. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img" aria-label="Sight over two halves of a shield">
<path fill="#37474f" d="M32 4 56 12v18c0 15-10 25-24 30z"/>
<path fill="#455a64" d="M32 4 8 12v18c0 15 10 25 24 30z"/>
<path fill="#1e88e5" d="M32 10 51 16v14c0 12-8 19-19 24z"/>
<path fill="#fb8c00" d="M32 10 13 16v14c0 12 8 19 19 24z"/>
<circle cx="32" cy="31" r="11" fill="none" stroke="#fff" stroke-width="3"/>
<path fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" d="M32 15v9M32 38v9M16 31h9M39 31h9"/>
<circle cx="32" cy="31" r="2" fill="#fff"/>
</svg>`;
