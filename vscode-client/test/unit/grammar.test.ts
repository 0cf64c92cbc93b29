import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as oniguruma from 'vscode-oniguruma';
import { IGrammar, INITIAL, Registry, parseRawGrammar } from 'vscode-textmate';

const root = process.cwd();

async function grammar(): Promise<IGrammar> {
    const wasm = readFileSync(join(root, 'node_modules/vscode-oniguruma/release/onig.wasm'));
    await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
    const file = join(root, 'syntaxes/uring.tmLanguage.json');
    const registry = new Registry({
        onigLib: Promise.resolve({
            createOnigScanner: patterns => new oniguruma.OnigScanner(patterns),
            createOnigString: text => new oniguruma.OnigString(text),
        }),
        loadGrammar: () => Promise.resolve(parseRawGrammar(readFileSync(file, 'utf8'), file)),
    });
    const loaded = await registry.loadGrammar('source.uring');
    assert.ok(loaded);
    return loaded;
}

const loaded = grammar();

/** The innermost scope of each token of a line that has one of its own. */
async function scopes(line: string): Promise<Record<string, string>> {
    const tokens = (await loaded).tokenizeLine(line, INITIAL).tokens;
    const found: Record<string, string> = {};
    for (const token of tokens) {
        const scope = token.scopes.at(-1);
        const text = line.slice(token.startIndex, token.endIndex).trim();
        if (scope !== undefined && scope !== 'source.uring' && text.length > 0) {
            found[text] = scope;
        }
    }
    return found;
}

test('a member: its type, its name left alone, its size', async () => {
    assert.deepEqual(await scopes('    __u8 reserved[16]; // must be zero'), {
        '__u8': 'support.type.uring',
        '16': 'constant.numeric.uring',
        '// must be zero': 'comment.line.double-slash.uring',
    });
});

test('declarations have names', async () => {
    assert.deepEqual(await scopes('command ECHO = 0x10 {'), {
        'command': 'keyword.declaration.uring',
        'ECHO': 'entity.name.type.uring',
        '=': 'keyword.operator.uring',
        '0x10': 'constant.numeric.hex.uring',
    });
    assert.deepEqual(await scopes('payload struct nvme_uring_cmd;'), {
        'payload': 'keyword.control.uring',
        'struct': 'storage.type.uring',
        'nvme_uring_cmd': 'entity.name.type.uring',
    });
});

test('a string stops at the end of its line', async () => {
    const first = (await loaded).tokenizeLine('on device "/dev/null', INITIAL);
    const second = (await loaded).tokenizeLine('needs sqe128;', first.ruleStack);
    assert.deepEqual(second.tokens[0]?.scopes.at(-1), 'keyword.control.uring');
});

test('errnos and severities', async () => {
    assert.deepEqual(await scopes('flags == 0 warning; EINVAL'), {
        'flags': 'keyword.control.uring',
        '==': 'keyword.operator.uring',
        '0': 'constant.numeric.uring',
        'warning': 'keyword.other.severity.uring',
        'EINVAL': 'constant.other.errno.uring',
    });
});
