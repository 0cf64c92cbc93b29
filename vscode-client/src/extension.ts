import * as vscode from 'vscode';
import { Server } from './server';
import { registerTraceCommands } from './traces';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
    const output = vscode.window.createOutputChannel('Ringspect');
    const started = new Server(context.extensionPath, output);
    server = started;
    context.subscriptions.push(
        output,
        ...registerTraceCommands(started),
        vscode.commands.registerCommand('ringspect.restartServer', () => started.restart()),
        // Trust is told in initialize, so a server that was started without it starts anew.
        vscode.workspace.onDidGrantWorkspaceTrust(() => started.restart()),
        vscode.workspace.onDidChangeConfiguration(change => {
            if (change.affectsConfiguration('ringspect.server')) {
                void started.restart();
            }
        }),
    );
    await started.start();
}

export async function deactivate(): Promise<void> {
    await server?.stop();
}
