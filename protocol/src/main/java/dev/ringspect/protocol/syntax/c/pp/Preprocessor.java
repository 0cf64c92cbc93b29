package dev.ringspect.protocol.syntax.c.pp;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.expr.NumberText;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.TokenKind;

/** Runs over one file and what it includes. Every bound that it meets is a problem, and it stops there. */
public final class Preprocessor implements Expander.Host {
    static final String BUILTIN = "builtin:";
    private static final int MOST_TOKENS = 4_000_000;
    private static final int MOST_EXPANDED = 4_000_000;
    private static final int MOST_READ = 16_000_000;
    private static final int MOST_INCLUDES = 20_000;
    private static final int DEEPEST_INCLUDE = 200;
    private static final int MOST_PROBLEMS = 500;
    private static final int LONGEST_TEXT = 64 << 20;
    private static final Set<String> FREESTANDING = Set.of("stddef.h", "stdint.h", "stdarg.h", "stdbool.h", "limits.h",
            "stdalign.h");

    /**
     * What to preprocess with.
     *
     * @param abi the target, which decides the predefined macros
     * @param includePaths folders looked at before the system's
     * @param system the system's folders
     * @param defines macros in the manner of {@code -D}: {@code NAME} or {@code NAME=value}
     * @param ahead headers that the compiler's command has read before the file
     * @param prelude headers to include between those and the file
     */
    public record Options(Abi abi, List<Path> includePaths, SystemHeaders system, List<String> defines,
            List<Ahead> ahead, List<String> prelude) {
        public Options {
            includePaths = List.copyOf(includePaths);
            defines = List.copyOf(defines);
            ahead = List.copyOf(ahead);
            prelude = List.copyOf(prelude);
        }
    }

    private final Sources sources;
    private final String unit;
    private final Options options;
    private final HeaderCache cache;
    private final Map<String, Macro> macros = new HashMap<>(1024);
    private final Set<String> once = new HashSet<>();
    private final Map<String, SourceText> files = new LinkedHashMap<>();
    private final Map<Integer, String> imports = new HashMap<>();
    private final Set<String> absent = new TreeSet<>();
    private final Set<MissingHeader> missing = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private final PackStack packs = new PackStack();
    private final Preprocessed.Draft out = new Preprocessed.Draft();
    private final Includes includes;
    private final FileStack open;
    private int read;
    private int expanded;
    private int included;
    private int counter;
    private boolean exhausted;

    private Preprocessor(Sources sources, String unit, Options options, HeaderCache cache) {
        this.sources = sources;
        this.unit = unit;
        this.options = options;
        this.cache = cache;
        this.includes = new Includes(sources, options.includePaths(), options.system().paths());
        this.open = new FileStack(this, new Directives(this, includes));
    }

    /** Preprocesses {@code unit}, a text of {@code sources}. */
    public static Preprocessed run(Sources sources, String unit, Options options, HeaderCache cache) {
        return new Preprocessor(sources, unit, options, cache).run();
    }

    /** Preprocesses the C of a text that is of another language too. */
    public static Preprocessed run(Sources sources, Embedding embedding, Options options, HeaderCache cache) {
        Preprocessor preprocessor = new Preprocessor(sources, embedding.source().uri(), options, cache);
        return preprocessor.run(new HeaderCache.Load.Loaded(new PpFile(embedding)));
    }

    private Preprocessed run() {
        return run(cache.load(sources, unit));
    }

    private Preprocessed run(HeaderCache.Load text) {
        files.put(unit, SourceText.of(unit, ""));
        macros.putAll(cache.predefined(options.abi()));
        StringBuilder given = new StringBuilder();
        for (String define : options.defines()) {
            int equals = define.indexOf('=');
            given.append("#define ").append(equals < 0
                    ? define + " 1"
                    : define.substring(0, equals) + " " + define.substring(equals + 1)).append('\n');
        }
        Predefined.define("defines", given.toString(), false, macros);
        options.ahead().forEach(this::readAhead);
        if (!options.prelude().isEmpty()) {
            StringBuilder prelude = new StringBuilder();
            options.prelude().forEach(header -> prelude.append("#include <").append(header).append(">\n"));
            open.push(new PpFile(SourceText.of(BUILTIN + "prelude", prelude.toString())), -1);
            drain(true);
        }
        switch (text) {
            case HeaderCache.Load.Refused(String reason) -> problem(new Span(0, 0), Severity.ERROR, reason);
            case HeaderCache.Load.Loaded(PpFile file) -> {
                files.put(unit, file.source());
                if (!once.contains(unit)) { // it may be what was read ahead
                    open.push(file, -1);
                    drain(true);
                }
            }
        }
        problems.sort(Comparator.comparingInt(problem -> problem.span().start()));
        return out.finish(macros, files, new Preprocessed.Headers(imports, absent, List.copyOf(missing)), problems);
    }

    private void readAhead(Ahead header) {
        Optional<Includes.Found> found = includes.find(header.file(), unit, false, 0);
        if (found.isEmpty()) {
            missing.add(new MissingHeader('"' + header.file() + '"', Optional.empty()));
        } else if (!found.get().uri().equals(unit)) {
            PpToken command = new PpToken(TokenKind.DIRECTIVE, "#", SourceText.of(BUILTIN + "ahead", ""), 0, 0, 0);
            include(command, header.file(), found.get());
            drain(!header.macrosOnly());
        }
    }

    /** @param kept whether the unit has what is read now */
    private void drain(boolean kept) {
        Expander expander = new Expander(open, this);
        PpToken token = expander.next();
        int tokens = 0;
        while (token != null) {
            if (token.is("_Pragma")) {
                pragma(token, expander);
            } else if (kept) {
                out.add(token, expander.outermost());
            }
            if (++tokens > MOST_TOKENS || out.length() > LONGEST_TEXT) {
                report(token, Severity.ERROR, "the text grows past " + MOST_TOKENS
                        + " tokens here; what follows was not read");
                break;
            }
            token = expander.next();
        }
        open.clear();
    }

    /** {@code _Pragma("pack(1)")}. */
    private void pragma(PpToken at, Expander expander) {
        PpToken open = expander.next();
        PpToken text = open != null && open.is("(") ? expander.next() : null;
        if (text == null || text.kind != TokenKind.STRING) {
            report(at, Severity.ERROR, "expected (\"...\") after _Pragma");
            return;
        }
        expander.next();
        String words = NumberText.string(text.text).orElse("");
        PpToken[] line = PpFile.lex(at.source, " " + words, at.start);
        if (line.length > 0 && line[0].is("pack")) {
            pack(at, expand(List.of(line).subList(1, line.length)));
        }
    }

    // what the directives change

    void define(Macro macro) {
        macros.put(macro.name.text, macro);
    }

    void undefine(String name) {
        macros.remove(name);
    }

    boolean isDefined(String name) {
        Macro macro = macros.get(name);
        return (macro != null && !macro.fallback) || isDynamic(name);
    }

    void once(String uri) {
        once.add(uri);
    }

    void pack(PpToken at, List<PpToken> tokens) {
        packs.apply(tokens).ifPresent(message -> report(at, Severity.WARNING, message));
        out.pack(packs.current());
    }

    void include(PpToken at, String name, Includes.Found found) {
        if (once.contains(found.uri())) {
            return;
        }
        if (open.depth() >= DEEPEST_INCLUDE || ++included > MOST_INCLUDES) {
            report(at, Severity.ERROR,
                    name + " is included " + (included > MOST_INCLUDES ? "once too often" : "in a circle")
                            + "; add an include guard to it");
            return;
        }
        switch (cache.load(sources, found.uri())) {
            case HeaderCache.Load.Refused(String reason) -> report(at, Severity.ERROR, reason);
            case HeaderCache.Load.Loaded(PpFile file) -> {
                if (file.guard().isPresent() && isDefined(file.guard().get())) {
                    return;
                }
                files.putIfAbsent(found.uri(), file.source());
                open.push(file, found.folder());
            }
        }
    }

    /** Notes which header a region of the unit includes. */
    void imported(PpToken at, Includes.Found found) {
        if (at.source.uri().equals(unit)) {
            imports.put(at.start, found.uri());
        }
    }

    void missing(PpToken at, String name, boolean quoted, Severity severity) {
        absent.add(Includes.beside(name, at.source.uri()));
        if (severity == Severity.ERROR || !FREESTANDING.contains(name)) {
            if (!at.source.uri().startsWith(BUILTIN) && missing.size() < MOST_PROBLEMS) {
                missing.add(new MissingHeader(quoted ? '"' + name + '"' : '<' + name + '>', Optional.of(at.where())));
            }
            report(at, new Problem(at.span(), severity, "cannot find " + name
                    + "; add its folder to the include paths. What it declares is not known here", List.of(),
                    Problem.Kind.UNRESOLVED_IMPORT));
        }
    }

    /** Expands a line of its own. */
    List<PpToken> expand(List<PpToken> tokens) {
        Expander expander = new Expander(Expander.feed(tokens), this);
        List<PpToken> all = new ArrayList<>();
        PpToken token = expander.next();
        while (token != null && spend(1)) {
            all.add(token);
            token = expander.next();
        }
        return all;
    }

    /** Counts tokens that were read; false when there were too many. */
    boolean reading(int tokens) {
        read += tokens;
        return read <= MOST_READ;
    }

    /** Notes a problem where it can be seen: in the unit's own file. */
    void report(PpToken at, Severity severity, String message) {
        report(at, new Problem(at.span(), severity, message));
    }

    private void report(PpToken at, Problem problem) {
        if (at.source.uri().equals(unit)) {
            problem(problem);
            return;
        }
        PpToken here = open.includedFrom(unit);
        if (here != null) {
            String uri = at.source.uri();
            problem(new Problem(here.span(), problem.severity(), "in " + uri.substring(uri.lastIndexOf('/') + 1)
                    + ", line " + (at.source.lineOf(at.start) + 1) + ": " + problem.message(), List.of(at.where()),
                    problem.kind()));
        }
    }

    private void problem(Span span, Severity severity, String message) {
        problem(new Problem(span, severity, message));
    }

    private void problem(Problem problem) {
        if (problems.size() < MOST_PROBLEMS && !problems.contains(problem)) {
            problems.add(problem);
        }
    }

    // what the expander asks for

    @Override
    public @Nullable Macro macro(String name) {
        return macros.get(name);
    }

    @Override
    public @Nullable PpToken dynamic(PpToken name, PpToken outermost) {
        return switch (name.text) {
            case "__LINE__" ->
                name.with(TokenKind.NUMBER, Integer.toString(outermost.source.lineOf(outermost.start) + 1));
            case "__COUNTER__" -> name.with(TokenKind.NUMBER, Integer.toString(counter++));
            case "__FILE__", "__BASE_FILE__" -> name.with(TokenKind.STRING, "\"" + outermost.source.uri() + "\"");
            case "__INCLUDE_LEVEL__" -> name.with(TokenKind.NUMBER, Integer.toString(open.depth() - 1));
            case "__DATE__", "__TIME__", "__TIMESTAMP__" -> name.with(TokenKind.STRING, "\"\"");
            default -> null;
        };
    }

    private static boolean isDynamic(String name) {
        return switch (name) {
            case "__LINE__", "__COUNTER__", "__FILE__", "__BASE_FILE__", "__INCLUDE_LEVEL__", "__DATE__", "__TIME__",
                    "__TIMESTAMP__", "__has_include", "__has_include_next", "__has_attribute", "__has_builtin",
                    "__has_cpp_attribute", "__has_c_attribute" ->
                true;
            default -> false;
        };
    }

    @Override
    public boolean spend(int tokens) {
        expanded += tokens;
        if (expanded < 0) {
            expanded = Integer.MAX_VALUE / 2;
        }
        if (expanded > MOST_EXPANDED && !exhausted) {
            exhausted = true;
            PpToken here = open.last();
            if (here != null) {
                report(here, Severity.ERROR, "macros expand to more than " + MOST_EXPANDED
                        + " tokens here; from here on they stay as they are");
            }
        }
        return !exhausted;
    }

    @Override
    public void problem(PpToken at, String message) {
        report(at, Severity.ERROR, message);
    }
}
