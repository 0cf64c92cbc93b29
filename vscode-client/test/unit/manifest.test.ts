import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

interface Manifest {
    main: string;
    contributes: {
        commands: { command: string }[];
        configuration: { properties: Record<string, unknown> };
        grammars: { path: string }[];
        jsonValidation: { fileMatch: string; url: string }[];
        languages: { id: string; extensions: string[]; configuration: string }[];
    };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const sources = ['extension', 'server', 'traces'].map(name => readFileSync(`src/${name}.ts`, 'utf8')).join('\n');

test('every command of the manifest is registered, and the other way round', () => {
    const registered = [...sources.matchAll(/registerCommand\('([^']+)'/g)].map(match => match[1]);
    assert.deepEqual(registered.sort(), manifest.contributes.commands.map(command => command.command).sort());
});

const settingsOfTheServer = readFileSync('../server/src/main/java/dev/ringspect/server/lsp/Settings.java', 'utf8');

// vscode-languageclient reads this one by itself, by the name of the client
const settingsOfTheLibrary = ['trace.server'];

test('every setting of the manifest is read, by the extension, its library or the server', () => {
    for (const setting of Object.keys(manifest.contributes.configuration.properties)) {
        const name = setting.replace('ringspect.', '');
        const byServer = name.split('.').every(part => settingsOfTheServer.includes(`"${part}"`));
        assert.ok(byServer || settingsOfTheLibrary.includes(name) || sources.includes(`'${name}'`),
            `${setting} is read nowhere`);
    }
});

test('the files that the manifest names exist', () => {
    for (const language of manifest.contributes.languages) {
        assert.deepEqual(language.extensions, ['.uring']);
        JSON.parse(readFileSync(language.configuration, 'utf8'));
    }
    manifest.contributes.grammars.forEach(grammar => assert.ok(existsSync(grammar.path)));
});

test('ringspect.json has the published schema, and the extension carries it', () => {
    assert.equal(manifest.contributes.jsonValidation.length, 1);
    const [schema] = manifest.contributes.jsonValidation;
    assert.equal(schema?.fileMatch, 'ringspect.json');
    const carried = readFileSync(schema.url, 'utf8');
    assert.equal(carried, readFileSync('../docs/ringspect.schema.json', 'utf8'));
    assert.ok('inspections' in (JSON.parse(carried) as { properties: object }).properties);
    const packaged = readFileSync('.vscodeignore', 'utf8').split('\n');
    assert.ok(packaged.includes(`!${schema.url.replace('./', '')}`), 'the package leaves the schema out');
});
