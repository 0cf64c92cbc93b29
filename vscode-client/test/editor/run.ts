// Runs test/editor/index.ts inside VS Code's extension host, in a real browser.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { installCodeServer, NotFetched, startCodeServer } from './codeServer';

const PATIENCE_MS = 300_000;
const START_MS = 120_000;
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The workspace: one protocol file with a hole and one with a mistake. */
const FILES: Record<string, string> = {
    'hole.uring': 'protocol hole;\n\non device "/dev/null";\n\nstruct request {\n    __u8 opcode;\n'
        + '    __u32 length;\n    __u64 address;\n};\n\ncommand READ = 1 {\n    payload struct request;\n}\n',
    'imported.h': 'struct unused { int x; };\nstruct   imported { int first; };\n',
    'imports.uring': 'import "imported.h";\nprotocol imports;\non device "/dev/null";\n'
        + 'command READ = 1 { payload struct imported; }\n',
    'loose.uring': 'protocol   loose;\non   device "/dev/null";\n',
    'mistake.uring': 'protocol mistake;\n\non device "/dev/null";\n\nstruct request {\n    no_such_type x;\n};\n\n'
        + 'command READ = 1 {\n    payload struct request;\n}\n',
    'ringspect.json': '{ "inspections": { "L17": "nonsense" } }\n',
};

async function main(): Promise<number> {
    const root = resolve('.');
    const browserPath = CHROMIUM.find(path => existsSync(path));
    if (browserPath === undefined) {
        return skip(`chromium is missing (looked for ${CHROMIUM.join(', ')}); apt-get install chromium`);
    }
    const launcher = resolve(root, '..', 'ringspect');
    let vscode: string;
    try {
        vscode = installCodeServer(join(root, '.editor'));
    } catch (failure) {
        if (failure instanceof NotFetched) {
            return skip(`VS Code's server can't be fetched here: ${failure.message}`);
        }
        throw failure;
    }
    const scratch = mkdtempSync(join(tmpdir(), 'ringspect-editor-'));
    const workspace = mkdtempSync(join(scratch, 'workspace-'));
    for (const [name, text] of Object.entries(FILES)) {
        writeFileSync(join(workspace, name), text);
    }
    const server = await startCodeServer(vscode, join(scratch, 'server'), {
        'ringspect.server.path': process.env['RINGSPECT_LAUNCHER'] ?? launcher,
        'telemetry.telemetryLevel': 'off',
        'workbench.startupEditor': 'none',
        'extensions.autoCheckUpdates': false,
        'extensions.autoUpdate': false,
        'chat.disableAIFeatures': true,
    });
    const browser = await chromium.launch({
        executablePath: browserPath,
        timeout: START_MS,
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
            '--disable-component-update', '--disable-sync'],
    });
    try {
        const page = await browser.newPage();
        const ended = new Promise<number>((done, fail) => {
            const late = setTimeout(() => fail(new Error('the tests in the editor did not end in time')), PATIENCE_MS);
            void page.exposeFunction('codeAutomationExit', (code: number) => {
                clearTimeout(late);
                done(code);
            });
        });
        // VS Code itself says much that does not matter; what the tests say is marked.
        const rest: string[] = [];
        await page.exposeFunction('codeAutomationLog', (type: string, values: unknown[]) => {
            const line = values.map(String).join(' ');
            if (/^(ok|not ok|# (pass|fail)) /.test(line)) {
                console.log(line);
            } else {
                rest.push(`${type}: ${line}`);
            }
        });
        const remote = `vscode-remote://127.0.0.1:${server.port}`;
        const payload = JSON.stringify([
            ['extensionDevelopmentPath', `${remote}${root}`],
            ['extensionTestsPath', `${remote}${root}/out/editor/index.js`],
            ['enableProposedApi', ''],
        ]);
        await page.goto(`http://127.0.0.1:${server.port}/?folder=${encodeURIComponent(workspace)}`
            + `&payload=${encodeURIComponent(payload)}`, { timeout: START_MS });
        const code = await ended;
        if (code !== 0) {
            console.log(rest.join('\n'));
        }
        return code;
    } finally {
        await browser.close();
        await server.stop();
        rmSync(scratch, { recursive: true, force: true });
    }
}

/** Ends well, but says loudly that nothing was tested. */
function skip(reason: string): number {
    console.log('# skipped 1');
    console.log(`skipped: ${reason}`);
    return 0;
}

main().then(code => process.exit(code), failure => {
    console.error(failure);
    process.exit(1);
});
