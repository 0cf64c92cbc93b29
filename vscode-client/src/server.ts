import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import {
    CloseAction, DocumentSelector, DynamicFeature, ErrorAction, LanguageClient, LanguageClientOptions, ServerOptions,
    StaticFeature,
} from 'vscode-languageclient/node';
import { cannotStart, launcher } from './launcher';

/** How often the server is started again by itself after it died, within three minutes. */
const RESTARTS = 3;
const WITHIN_MS = 180_000;

const PROTOCOL_FILES: DocumentSelector = [{ scheme: 'file', language: 'uring' }, { scheme: 'untitled', language: 'uring' }];
const SOURCES: DocumentSelector = ['c', 'cpp', 'rust'].map(language => ({ scheme: 'file', language }));

/** C and Rust files have servers of their own for these; ours would only get in their way. */
const PROTOCOL_FILES_ONLY = new Set([
    'textDocument/completion', 'textDocument/signatureHelp', 'textDocument/documentSymbol',
    'textDocument/documentHighlight', 'textDocument/rename', 'textDocument/semanticTokens',
    'textDocument/foldingRange', 'textDocument/selectionRange', 'textDocument/documentLink',
    'textDocument/formatting', 'textDocument/rangeFormatting', 'textDocument/onTypeFormatting',
]);

/** A client that uses some of the server's features for protocol files alone. */
class Client extends LanguageClient {
    override registerFeature(feature: StaticFeature | DynamicFeature<unknown>): void {
        if ('registrationType' in feature && PROTOCOL_FILES_ONLY.has(feature.registrationType.method)) {
            const initialize = feature.initialize.bind(feature);
            feature.initialize = capabilities => initialize(capabilities, PROTOCOL_FILES);
        }
        super.registerFeature(feature);
    }
}

/** The language server and its life. */
export class Server {
    private client: LanguageClient | undefined;
    private deaths: number[] = [];

    constructor(private readonly extensionPath: string, private readonly output: vscode.OutputChannel) {}

    /** The running client, or undefined when there is none. */
    running(): LanguageClient | undefined {
        return this.client?.isRunning() ? this.client : undefined;
    }

    /** Starts the server; tells the user when it can't be started. */
    async start(): Promise<void> {
        const program = launcher({
            setting: vscode.workspace.getConfiguration('ringspect').get('server.path', ''),
            extensionPath: this.extensionPath,
            home: homedir(),
            isExecutable,
        });
        const run = { command: program, args: ['lsp'], options: { env: process.env } };
        const server: ServerOptions = { run, debug: run };
        const options: LanguageClientOptions = {
            documentSelector: [...PROTOCOL_FILES, ...SOURCES],
            initializationOptions: { trusted: vscode.workspace.isTrusted },
            outputChannel: this.output,
            errorHandler: {
                error: () => ({ action: ErrorAction.Continue, handled: true }),
                closed: () => this.closed(program),
            },
            // The client library's own message would say less.
            initializationFailedHandler: () => false,
        };
        this.client = new Client('ringspect', 'Ringspect', server, options);
        try {
            await this.client.start();
        } catch (failure) {
            this.report(program, failure instanceof Error ? failure.message : String(failure));
        }
    }

    async stop(): Promise<void> {
        const client = this.client;
        this.client = undefined;
        if (client?.needsStop()) {
            await client.stop().catch(() => undefined);
        }
    }

    async restart(): Promise<void> {
        await this.stop();
        this.deaths = [];
        await this.start();
    }

    private closed(program: string): { action: CloseAction; handled: boolean } {
        const now = Date.now();
        this.deaths = [...this.deaths.filter(at => now - at < WITHIN_MS), now];
        if (this.deaths.length <= RESTARTS) {
            return { action: CloseAction.Restart, handled: true };
        }
        this.report(program, `it ended ${this.deaths.length} times within three minutes`);
        return { action: CloseAction.DoNotRestart, handled: true };
    }

    private report(program: string, reason: string): void {
        const message = cannotStart(program, reason);
        this.output.appendLine(message);
        void vscode.window.showErrorMessage(message, 'Open Setting', 'Show Log').then(choice => {
            if (choice === 'Open Setting') {
                void vscode.commands.executeCommand('workbench.action.openSettings', 'ringspect.server.path');
            } else if (choice === 'Show Log') {
                this.output.show();
            }
        });
    }
}

function isExecutable(path: string): boolean {
    try {
        accessSync(path, constants.X_OK);
        return statSync(path).isFile();
    } catch {
        return false;
    }
}
