import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const machine = process.env['GSE_API'] ?? 'http://127.0.0.1:8080';

/** Everything is a file of its own with a hash in its name: nothing inline, so that the strict content security policy holds. */
export default defineConfig({
  plugins: [react(), tailwindcss(), compressed()],
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  // `pnpm --filter @gse/ui exec vite` beside a running machine, for work on the pages.
  server: { proxy: { '/api': { target: machine, ws: true }, '/sign-in': machine } },
});

/** Leaves a compressed copy beside every text file, so that the server never compresses while somebody waits. */
function compressed(): Plugin {
  return {
    name: 'gse-compressed',
    apply: 'build',
    writeBundle({ dir = '' }) {
      for (const file of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|css|svg|html)$/.test(file)) continue;
        const content = readFileSync(`${dir}/${file}`);
        writeFileSync(`${dir}/${file}.gz`, gzipSync(content, { level: 9 }));
        writeFileSync(`${dir}/${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
      }
    },
  };
}
