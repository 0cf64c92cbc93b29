// Bundles the extension into dist/, or with --tests the tests into out/.
import { build } from 'esbuild';
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';

const common = {
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: true,
    external: ['vscode', 'playwright-core', 'vscode-oniguruma', 'vscode-textmate'],
    logLevel: 'warning',
};

const filesOf = folder => readdirSync(folder).filter(name => name.endsWith('.ts')).map(name => `${folder}/${name}`);

// The settings file's schema has one place in the repository; the extension carries a copy.
mkdirSync('dist', { recursive: true });
copyFileSync('../docs/ringspect.schema.json', 'dist/ringspect.schema.json');

if (process.argv.includes('--tests')) {
    await build({ ...common, entryPoints: filesOf('test/unit'), outdir: 'out/unit' });
    await build({ ...common, entryPoints: filesOf('test/editor'), outdir: 'out/editor' });
} else {
    await build({ ...common, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', minify: true });
}
