import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cannotStart, launcher } from '../../src/launcher';

const at = (setting: string, executables: string[] = []) => launcher({
    setting,
    extensionPath: '/src/ringspect/vscode-client',
    home: '/home/ada',
    isExecutable: path => executables.includes(path),
});

test('the setting decides', () => {
    assert.equal(at('/opt/ringspect/ringspect', ['/src/ringspect/ringspect']), '/opt/ringspect/ringspect');
    assert.equal(at(' ~/bin/ringspect '), '/home/ada/bin/ringspect');
});

test('without a setting it is the launcher of the checkout', () => {
    assert.equal(at('', ['/src/ringspect/ringspect']), '/src/ringspect/ringspect');
});

test('else the one on the PATH', () => {
    assert.equal(at(''), 'ringspect');
});

test('a server that cannot start says which program, why, and what to do', () => {
    assert.equal(cannotStart('/x/ringspect', 'spawn /x/ringspect ENOENT'),
        'Ringspect\'s language server did not start: "/x/ringspect lsp": there is no such program. '
        + 'Name the ringspect launcher in the setting ringspect.server.path.');
    assert.match(cannotStart('/x', 'spawn /x EACCES'), /it may not be executed/);
    assert.match(cannotStart('/x', 'it ended 4 times'), /it ended 4 times/);
});
