package dev.ringspect.protocol.syntax.rust;

import java.util.List;
import java.util.Map;

import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;

/**
 * What a Rust text declares, and the driver calls it makes. Immutable.
 *
 * @param source the text
 * @param items its items in order, those inside of modules, functions and macro bodies included
 * @param calls the calls of the driver's side of {@code uring_cmd}
 * @param functions the functions that make these calls
 * @param results the types of the results of all functions, by their names, with {@code Owner::} before a method's
 * @param problems what could not be read
 */
public record RustFile(SourceText source, List<RustItem> items, List<RustCall> calls,
        List<RustFunction> functions, Map<String, RustType> results, List<Problem> problems) {
    public RustFile {
        items = List.copyOf(items);
        calls = List.copyOf(calls);
        functions = List.copyOf(functions);
        results = Map.copyOf(results);
        problems = List.copyOf(problems);
    }

    /** Reads a text. Half-typed text gives the items around the damage; the time is linear in its length. */
    public static RustFile parse(SourceText source) {
        RustTokens tokens = RustTokens.of(source);
        RustScanner scanner = new RustScanner(tokens);
        scanner.run();
        return new RustFile(source, scanner.items(), scanner.calls(), scanner.functions(), scanner.results(),
                tokens.problems());
    }
}
