/** How the page looks. Colours keep a contrast of at least 4.5 : 1 on their ground, in light and dark. */
export const STYLE = `
:root { --ground: #fff; --raised: #f6f7f9; --text: #1b2430; --quiet: #566171; --line: #d9dee5; --bad: #b3261e; --link: #0b57d0; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #12161c; --raised: #1b212a; --text: #e6eaf0; --quiet: #a3adba; --line: #323b47; --bad: #ff8a80; --link: #8ab4f8; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.55 system-ui, sans-serif; }
main { max-width: 56rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 1rem; padding-top: 1rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1rem 0 .5rem; }
a { color: var(--link); }
small, dt { color: var(--quiet); }
article { background: var(--raised); border-left: .25rem solid var(--bad); border-radius: .25rem; padding: .75rem 1rem; margin: 0 0 1rem; }
article h3 { margin-top: 0; }
article h3 span { color: var(--bad); }
pre { margin: .5rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
pre, code { font: .875rem/1.5 ui-monospace, monospace; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0; }
dd { margin: 0; overflow-wrap: anywhere; }
summary { cursor: pointer; padding: .25rem 0; }
ul { padding-left: 1.25rem; }
`;
