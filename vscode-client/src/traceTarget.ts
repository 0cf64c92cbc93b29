/** What a user types to say whose requests shall be traced. Knows nothing of VS Code. */

/** The argument of the server's command `ringspect.trace.start`, without its filters. */
export type Target = { all: true } | { pid: number[] } | { command: string[] };

/** Either a target, or what is wrong with what was typed. */
export type Parsed = { target: Target } | { problem: string };

/**
 * Reads `all`, process ids (`42` or `42, 43`), or a command line. Quotes and backslashes work as in a shell, nothing
 * else of a shell does.
 */
export function parseTarget(typed: string): Parsed {
    const text = typed.trim();
    if (text.length === 0) {
        return { problem: 'Type "all", process ids, or a command line' };
    }
    if (text === 'all') {
        return { target: { all: true } };
    }
    if (/^[0-9]+([\s,]+[0-9]+)*$/.test(text)) {
        const pids = text.split(/[\s,]+/).map(Number);
        return pids.every(pid => pid > 0 && pid <= 0x7fffffff)
            ? { target: { pid: pids } }
            : { problem: 'A process id is between 1 and 2147483647' };
    }
    const words = splitCommand(text);
    return 'problem' in words ? words : { target: { command: words.words } };
}

function splitCommand(text: string): { words: string[] } | { problem: string } {
    const words: string[] = [];
    let word = '';
    let inWord = false;
    let quote = '';
    for (let i = 0; i < text.length; i++) {
        const c = text.charAt(i);
        if (quote !== '') {
            if (c === quote) {
                quote = '';
            } else if (c === '\\' && quote === '"' && i + 1 < text.length) {
                word += text.charAt(++i);
            } else {
                word += c;
            }
        } else if (c === '"' || c === '\'') {
            quote = c;
            inWord = true;
        } else if (c === '\\' && i + 1 < text.length) {
            word += text.charAt(++i);
            inWord = true;
        } else if (/\s/.test(c)) {
            if (inWord) {
                words.push(word);
            }
            word = '';
            inWord = false;
        } else {
            word += c;
            inWord = true;
        }
    }
    if (quote !== '') {
        return { problem: `The quote ${quote} is not closed` };
    }
    if (inWord) {
        words.push(word);
    }
    return words[0] === '' ? { problem: 'The command has no program' } : { words };
}

/** A trace as the server answers `ringspect.trace.start` and `ringspect.trace.status`. */
export interface Trace {
    readonly id: number;
    readonly target: string;
    readonly requests: number;
    readonly lost: number;
    readonly running: boolean;
    readonly ended?: string;
    /** What it showed about nothing that a protocol file declares; the rest stands on the lines that it is about. */
    readonly findings?: readonly Finding[];
}

/** What a trace showed. */
export interface Finding {
    readonly id: string;
    readonly message: string;
    readonly requests: number;
}

/** One trace in a line for a person. */
export function describe(trace: Trace): string {
    const state = trace.running ? 'running' : `ended: ${trace.ended ?? 'unknown'}`;
    const lost = trace.lost === 0 ? '' : `, ${trace.lost} event records lost`;
    const findings = (trace.findings ?? []).map(one => `. ${one.id}: ${one.message} (${count(one.requests)})`).join('');
    return `#${trace.id} ${trace.target}: ${count(trace.requests)}${lost} (${state})${findings}`;
}

function count(requests: number): string {
    return requests === 1 ? '1 request' : `${requests} requests`;
}
