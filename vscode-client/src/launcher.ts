/** Which program the server is. Knows nothing of VS Code, so that it can be tested alone. */

/** What the choice depends on. */
export interface Surroundings {
    /** The setting `ringspect.server.path`, empty when it was not made. */
    readonly setting: string;
    /** Where the extension lies. */
    readonly extensionPath: string;
    /** The user's home, for a `~/` in the setting. */
    readonly home: string;
    /** Whether a file exists that can be executed. */
    readonly isExecutable: (path: string) => boolean;
}

/** The program to start as `PROGRAM lsp`: a path, or a bare name for the PATH to resolve. */
export function launcher(at: Surroundings): string {
    const setting = at.setting.trim();
    if (setting.length > 0) {
        return setting.startsWith('~/') ? `${at.home}/${setting.slice(2)}` : setting;
    }
    const checkout = `${at.extensionPath.replace(/\/[^/]+\/?$/, '')}/ringspect`;
    return at.isExecutable(checkout) ? checkout : 'ringspect';
}

/** What to tell the user when the server did not start. */
export function cannotStart(program: string, reason: string): string {
    const missing = /ENOENT/.test(reason);
    const why = missing ? 'there is no such program' : /EACCES/.test(reason) ? 'it may not be executed' : reason;
    return `Ringspect's language server did not start: "${program} lsp": ${why}. `
        + 'Name the ringspect launcher in the setting ringspect.server.path.';
}
