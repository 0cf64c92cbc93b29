// Runs in VS Code's extension host, with the extension under development loaded.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const PATIENCE_MS = 60_000;

/** Every test of the editor; one after the other, each on files of the workspace that run.ts made. */
const TESTS: Record<string, () => Promise<void>> = {
    'a hole in a struct is a warning where the member is declared': async () => {
        const document = await open('hole.uring');
        const diagnostics = await diagnosticsOf(document, all => all.some(one => codeOf(one) === 'L04'));
        const hole = diagnostics.find(one => codeOf(one) === 'L04');
        assert.ok(hole);
        assert.equal(hole.severity, vscode.DiagnosticSeverity.Warning);
        assert.equal(hole.source, 'ringspect');
    },

    'a mistake is an error, and goes away when it is corrected': async () => {
        const document = await open('mistake.uring');
        const isError = (one: vscode.Diagnostic) => one.severity === vscode.DiagnosticSeverity.Error;
        const mistake = (await diagnosticsOf(document, all => all.some(isError))).find(isError);
        assert.equal(mistake?.range.start.line, 5);
        const edit = new vscode.WorkspaceEdit();
        edit.replace(document.uri, document.lineAt(5).range, '    __u32 x;');
        assert.ok(await vscode.workspace.applyEdit(edit));
        await diagnosticsOf(document, all => !all.some(isError));
    },

    'a hover says where a member lies': async () => {
        const document = await open('hole.uring');
        await diagnosticsOf(document, all => all.length > 0);
        const place = document.positionAt(document.getText().indexOf('length'));
        const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider',
            document.uri, place);
        const text = hovers.flatMap(hover => hover.contents)
            .map(content => typeof content === 'string' ? content : content.value).join('\n');
        assert.match(text, /__u32 length/);
        assert.match(text, /\| 4 \| 4 bytes \| 4 \| 52\.\.55 \|/);
    },

    'sizes and offsets stand within the lines, and lenses above them': async () => {
        const document = await open('hole.uring');
        const all = new vscode.Range(0, 0, document.lineCount, 0);
        const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider',
            document.uri, all);
        assert.ok(hints.some(hint => hint.label === '@4, 4 bytes'), JSON.stringify(hints));
        assert.ok(hints.some(hint => hint.label === '3 bytes unused'));
        const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider',
            document.uri, 100);
        const titles = lenses.map(lens => lens.command?.title);
        assert.ok(titles.includes('16 bytes, aligned to 8, 3 bytes in a hole'), titles.join('; '));
        assert.ok(titles.includes('start trace'));
    },

    'a setting switches hints off': async () => {
        const document = await open('hole.uring');
        const all = new vscode.Range(0, 0, document.lineCount, 0);
        const settings = vscode.workspace.getConfiguration('ringspect');
        await settings.update('inlayHints.layout', false, vscode.ConfigurationTarget.Workspace);
        try {
            await until('hints are switched off', async () => {
                const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
                    'vscode.executeInlayHintProvider', document.uri, all);
                return hints.every(hint => !String(hint.label).startsWith('@'));
            });
        } finally {
            await settings.update('inlayHints.layout', undefined, vscode.ConfigurationTarget.Workspace);
        }
    },

    'a document is formatted': async () => {
        const document = await open('loose.uring');
        await vscode.commands.executeCommand('editor.action.formatDocument');
        await until('the document is formatted', () => Promise.resolve(document.getText().startsWith('protocol loose;\n')));
    },

    'a header that a protocol file imports has hints, and keeps its own formatter': async () => {
        await diagnosticsOf(await open('imports.uring'), all => all.every(one => codeOf(one) !== undefined));
        const header = await open('imported.h');
        const all = new vscode.Range(0, 0, header.lineCount, 0);
        await until('the header has hints', async () => {
            const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider',
                header.uri, all);
            return hints.length === 1 && hints[0]?.label === '@0, 4 bytes';
        });
        const edits = await vscode.commands.executeCommand<vscode.TextEdit[] | undefined>(
            'vscode.executeFormatDocumentProvider', header.uri, { tabSize: 4, insertSpaces: true });
        assert.equal(edits?.length ?? 0, 0);
    },

    'the quick fix of a hole declares the padding': async () => {
        const document = await open('hole.uring');
        const hole = (await diagnosticsOf(document, all => all.some(one => codeOf(one) === 'L04')))
            .find(one => codeOf(one) === 'L04');
        assert.ok(hole);
        const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider',
            document.uri, hole.range);
        const fix = actions.find(action => action.title === 'Declare the 3 bytes of padding');
        assert.ok(fix?.edit, actions.map(action => action.title).join('; '));
        assert.ok(await vscode.workspace.applyEdit(fix.edit));
        await diagnosticsOf(document, all => !all.some(one => codeOf(one) === 'L04'));
    },

    'ringspect.json is checked while it is written': async () => {
        const document = await open('ringspect.json');
        const wrong = (await diagnosticsOf(document, all => all.length > 0))[0];
        assert.ok(wrong && document.getText(wrong.range).includes('nonsense'), wrong?.message);
    },

    'the commands are there': async () => {
        const commands = await vscode.commands.getCommands(true);
        for (const command of ['ringspect.startTrace', 'ringspect.stopTrace', 'ringspect.trace.status']) {
            assert.ok(commands.includes(command), command);
        }
        assert.deepEqual(await vscode.commands.executeCommand('ringspect.trace.status'), []);
    },
};

export async function run(): Promise<void> {
    let passed = 0;
    const failed: string[] = [];
    for (const [name, test] of Object.entries(TESTS)) {
        try {
            await test();
            passed++;
            console.log(`ok ${name}`);
        } catch (failure) {
            failed.push(name);
            console.log(`not ok ${name}: ${failure instanceof Error ? failure.stack : String(failure)}`);
        }
    }
    console.log(`# pass ${passed}`);
    console.log(`# fail ${failed.length}`);
    if (failed.length > 0) {
        throw new Error(`${failed.length} failed: ${failed.join('; ')}`);
    }
}

async function open(name: string): Promise<vscode.TextDocument> {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, name));
    await vscode.window.showTextDocument(document);
    return document;
}

function diagnosticsOf(document: vscode.TextDocument, wanted: (all: vscode.Diagnostic[]) => boolean):
Promise<vscode.Diagnostic[]> {
    return new Promise((resolve, reject) => {
        const look = () => {
            const all = vscode.languages.getDiagnostics(document.uri);
            if (wanted(all)) {
                clearTimeout(late);
                watch.dispose();
                resolve(all);
            }
        };
        const watch = vscode.languages.onDidChangeDiagnostics(look);
        const late = setTimeout(() => {
            watch.dispose();
            const last = vscode.languages.getDiagnostics(document.uri).map(one => one.message).join('; ');
            reject(new Error(`the diagnostics never were as expected; the last are: ${last}`));
        }, PATIENCE_MS);
        look();
    });
}

/** Looks again until `isSo`; a provider's answer has no event of its own. */
async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    while (!await isSo()) {
        assert.ok(Date.now() < end, `${what}: never`);
        await new Promise(resolve => setTimeout(resolve, 50));
    }
}

function codeOf(diagnostic: vscode.Diagnostic): string | number | undefined {
    return typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code;
}
