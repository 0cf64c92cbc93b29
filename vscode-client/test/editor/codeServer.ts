import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** code-server 4.100.3 holds VS Code 1.100.3 and runs on node 20. */
const VERSION = '4.100.3';
const FETCH_MS = 300_000;
const START_MS = 120_000;

/** VS Code's server could not be fetched: that says nothing about the extension. */
export class NotFetched extends Error {}

/** VS Code's server, unpacked below `cache`; fetched through npm when it is not there yet, or NotFetched. */
export function installCodeServer(cache: string): string {
    const home = join(cache, `code-server-${VERSION}`);
    const vscode = join(home, 'package/lib/vscode');
    const done = join(home, 'installed');
    if (existsSync(done)) {
        return vscode;
    }
    console.log(`fetching code-server ${VERSION} (about 300 MB, once)`);
    mkdirSync(home, { recursive: true });
    const end = Date.now() + FETCH_MS;
    const npm = (folder: string, ...args: string[]) => {
        try {
            execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'],
                timeout: Math.max(1, end - Date.now()) });
        } catch (failure) {
            throw new NotFetched(`npm ${args[0]} of code-server ${VERSION}: `
                + (failure instanceof Error ? failure.message : String(failure)).split('\n')[0]);
        }
    };
    npm(home, 'pack', `code-server@${VERSION}`, '--silent');
    execFileSync('tar', ['xzf', `code-server-${VERSION}.tgz`], { cwd: home });
    for (const folder of [vscode, join(vscode, 'extensions')]) {
        npm(folder, 'install', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error');
    }
    const ripgrep = ['/usr/bin/rg', '/usr/local/bin/rg'].find(path => existsSync(path));
    if (ripgrep !== undefined) {
        const bin = join(vscode, 'node_modules/@vscode/ripgrep/bin');
        mkdirSync(bin, { recursive: true });
        copyFileSync(ripgrep, join(bin, 'rg'));
    }
    writeFileSync(done, VERSION);
    return vscode;
}

/** A running VS Code server. */
export interface CodeServer {
    readonly port: number;
    stop(): Promise<void>;
}

/** Starts VS Code's server with `settings` as the user's, in `data`, and waits until it listens. */
export async function startCodeServer(vscode: string, data: string, settings: object): Promise<CodeServer> {
    const user = join(data, 'data/User');
    mkdirSync(user, { recursive: true });
    writeFileSync(join(user, 'settings.json'), JSON.stringify(settings));
    const port = await freePort();
    const child = spawn(process.execPath, ['out/server-main.js', '--host', '127.0.0.1', '--port', String(port),
        '--without-connection-token', '--accept-server-license-terms', '--enable-smoke-test-driver',
        '--disable-workspace-trust', '--telemetry-level', 'off', '--server-data-dir', data],
    { cwd: vscode, stdio: ['ignore', 'pipe', 'pipe'] });
    await listening(child);
    return {
        port,
        stop: () => new Promise(resolve => {
            child.once('exit', () => resolve());
            if (child.exitCode !== null || child.signalCode !== null) {
                resolve();
            }
            child.kill();
        }),
    };
}

function listening(child: ChildProcess): Promise<void> {
    return new Promise((resolve, reject) => {
        let said = '';
        const late = setTimeout(() => reject(new Error(`VS Code's server did not listen in time; it said:\n${said}`)),
            START_MS);
        const hear = (chunk: Buffer) => {
            said += chunk.toString();
            if (said.includes('Extension host agent listening')) {
                clearTimeout(late);
                resolve();
            }
        };
        child.stdout?.on('data', hear);
        child.stderr?.on('data', hear);
        child.once('exit', code => {
            clearTimeout(late);
            reject(new Error(`VS Code's server ended with ${code}; it said:\n${said}`));
        });
    });
}

function freePort(): Promise<number> {
    return new Promise((resolve, reject) => {
        const probe = createServer();
        probe.once('error', reject);
        probe.listen(0, '127.0.0.1', () => {
            const address = probe.address();
            probe.close(() => typeof address === 'object' && address !== null
                ? resolve(address.port)
                : reject(new Error('no port')));
        });
    });
}
