/** Icon: a campfire under a night sky, drawn for this project. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img" aria-label="A campfire at night between two stones">
<rect width="64" height="64" rx="12" fill="#2a2320"/>
<path fill="#e4a05a" d="M32 10c3 8 12 13 12 24a12 12 0 0 1-24 0c0-6 4-9 5-14 3 2 4 4 5 7 2-5 3-10 2-17z"/>
<path fill="#f6d38b" d="M32 29c2 4 6 7 6 12a6 6 0 0 1-12 0c0-4 3-5 3-8 1 1 2 2 2 3 1-2 1-4 1-7z"/>
<path fill="#7a4a2b" d="M14 47l36 6-1 5-36-6z"/>
<path fill="#8f5a36" d="M50 47l-36 6 1 5 36-6z"/>
<path fill="#6d6a66" d="M6 52c0-4 3-6 6-6s5 3 5 6-2 5-5 5-6-1-6-5zM47 51c0-3 2-5 5-5s6 2 6 6-3 5-6 5-5-3-5-6z"/>
<path fill="#cfc7b8" d="M12 12h2v2h-2zM50 16h2v2h-2zM46 8h1v1h-1zM18 22h1v1h-1z"/>
</svg>`;
