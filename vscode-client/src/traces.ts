import * as vscode from 'vscode';
import { ExecuteCommandRequest } from 'vscode-languageclient/node';
import { Server } from './server';
import { Trace, describe, parseTarget } from './traceTarget';

/** The commands that start, stop and list traces. */
export function registerTraceCommands(server: Server): vscode.Disposable[] {
    return [
        vscode.commands.registerCommand('ringspect.startTrace', () => startTrace(server)),
        vscode.commands.registerCommand('ringspect.stopTrace', () => stopTraces(server)),
        vscode.commands.registerCommand('ringspect.showTraces', () => showTraces(server)),
    ];
}

async function startTrace(server: Server): Promise<void> {
    const typed = await vscode.window.showInputBox({
        title: 'Whose io_uring requests shall be traced?',
        placeHolder: 'all, process ids, or a command line',
        prompt: 'A command line is started once the trace is attached.',
        validateInput: text => {
            const parsed = parseTarget(text);
            return 'problem' in parsed ? parsed.problem : undefined;
        },
    });
    const parsed = typed === undefined ? undefined : parseTarget(typed);
    if (parsed === undefined || 'problem' in parsed) {
        return;
    }
    const settings = vscode.workspace.getConfiguration('ringspect');
    const trace = await ask<Trace>(server, 'ringspect.trace.start', {
        ...parsed.target,
        opcodes: settings.get<string[]>('trace.opcodes', []),
        cmdOps: settings.get<string[]>('trace.cmdOps', []),
    });
    if (trace !== undefined) {
        void vscode.window.showInformationMessage(`Ringspect traces ${trace.target}.`, 'Stop').then(choice => {
            if (choice === 'Stop') {
                void ask(server, 'ringspect.trace.stop', { id: trace.id });
            }
        });
    }
}

async function stopTraces(server: Server): Promise<void> {
    const stopped = await ask<Trace[]>(server, 'ringspect.trace.stop');
    if (stopped !== undefined) {
        tell(stopped, 'No trace was running.');
    }
}

async function showTraces(server: Server): Promise<void> {
    const traces = await ask<Trace[]>(server, 'ringspect.trace.status');
    if (traces !== undefined) {
        tell(traces, 'No trace was started.');
    }
}

function tell(traces: Trace[], none: string): void {
    void vscode.window.showInformationMessage(traces.length === 0 ? none : traces.map(describe).join('; '));
}

/** Runs a command of the server. The server itself shows why it refuses one, so that is not said twice. */
async function ask<T>(server: Server, command: string, argument?: object): Promise<T | undefined> {
    const client = server.running();
    if (client === undefined) {
        void vscode.window.showErrorMessage('Ringspect\'s language server is not running.');
        return undefined;
    }
    try {
        const answer: unknown = await client.sendRequest(ExecuteCommandRequest.type,
            { command, arguments: argument === undefined ? [] : [argument] });
        return answer as T;
    } catch (refusal) {
        client.outputChannel.appendLine(`${command}: ${refusal instanceof Error ? refusal.message : String(refusal)}`);
        return undefined;
    }
}
