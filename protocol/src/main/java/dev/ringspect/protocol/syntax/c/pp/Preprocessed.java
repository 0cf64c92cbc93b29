package dev.ringspect.protocol.syntax.c.pp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.TokenKind;
import dev.ringspect.protocol.token.Tokens;

/**
 * A translation unit after the preprocessor: one text whose tokens know where they were written. Line ends of the files
 * are kept, so that a parser can still see where lines start. Immutable.
 */
public final class Preprocessed {
    private final Tokens tokens;
    private final int[] starts;
    private final PpToken[] spelled;
    private final @Nullable PpToken[] expanded;
    private final int[] packOffsets;
    private final int[] packValues;
    private final Map<String, Macro> macros;
    private final Map<String, SourceText> files;
    private final Headers headers;
    private final List<Problem> problems;

    /**
     * What became of the headers that were asked for.
     *
     * @param imports the URI of the header that the region at an offset includes
     * @param absent URIs at which a header was looked for in vain
     * @param missing what was looked for in vain, and by whom
     */
    record Headers(Map<Integer, String> imports, Set<String> absent, List<MissingHeader> missing) {
        Headers {
            imports = Map.copyOf(imports);
            absent = Set.copyOf(absent);
            missing = List.copyOf(missing);
        }
    }

    private Preprocessed(Draft draft, Map<String, Macro> macros, Map<String, SourceText> files, Headers headers,
            List<Problem> problems) {
        SourceText text = SourceText.of("preprocessed", draft.text.toString());
        this.tokens = Tokens.assembled(text, draft.kinds, draft.pieces, draft.pieceCount);
        this.starts = Arrays.copyOf(draft.starts, draft.size);
        this.spelled = Arrays.copyOf(draft.spelled, draft.size);
        this.expanded = Arrays.copyOf(draft.expanded, draft.size);
        this.packOffsets = draft.packOffsets.stream().mapToInt(Integer::intValue).toArray();
        this.packValues = draft.packValues.stream().mapToInt(Integer::intValue).toArray();
        this.macros = Collections.unmodifiableMap(macros);
        this.files = Collections.unmodifiableMap(files);
        this.headers = headers;
        this.problems = List.copyOf(problems);
    }

    /** The text to parse. */
    public Tokens tokens() {
        return tokens;
    }

    /** All files that were read by their URIs, the unit's own first. */
    public Map<String, SourceText> files() {
        return files;
    }

    /** The URI of the header that is named at {@code offset} of the unit's own file by a region that includes it. */
    public Optional<String> importedAt(int offset) {
        return Optional.ofNullable(headers.imports.get(offset));
    }

    /** Where headers were looked for in vain, as URIs: a file that comes to be there changes the unit. */
    public Set<String> absent() {
        return headers.absent;
    }

    /** The headers that were asked for in vain, by the unit's own file or one that it includes. */
    public List<MissingHeader> missing() {
        return headers.missing;
    }

    /** What is wrong, all of it placed in the unit's own file: trouble in a header stands at the line that includes it. */
    public List<Problem> problems() {
        return problems;
    }

    /** The {@code #pragma pack} in force at an offset of the text, in bytes; 0 when there is none. */
    public int packAt(int offset) {
        int found = Arrays.binarySearch(packOffsets, offset);
        int at = found >= 0 ? found : -found - 2;
        while (at >= 0 && at + 1 < packOffsets.length && packOffsets[at + 1] == offset) {
            at++;
        }
        return at < 0 ? 0 : packValues[at];
    }

    /**
     * Where a range of the text was written: the range itself in its file; for what a macro made, the argument that it was
     * made of if that stands at the macro's use, else the use. For the gap after a token, the character after it.
     */
    public Location locate(Span span) {
        if (starts.length == 0) {
            return new Location(files.keySet().iterator().next(), new Span(0, 0));
        }
        int first = tokenAt(span.start());
        Location from = place(first);
        if (span.start() >= starts[first] + spelled[first].text.length()) {
            // after a token: where something was expected that is not there
            int end = from.span().end();
            SourceText text = files.get(from.source());
            return new Location(from.source(), new Span(end, text == null ? end : Math.min(text.length(), end + 1)));
        }
        Location to = place(tokenAt(Math.max(span.start(), span.end() - 1)));
        boolean one = from.source().equals(to.source()) && to.span().end() >= from.span().start();
        return one ? new Location(from.source(), from.span().to(to.span())) : from;
    }

    /** Where the token at the start of {@code span} is spelled: within the macro's body for what a macro made. */
    public Location spelling(Span span) {
        return starts.length == 0 ? locate(span) : spelled[tokenAt(span.start())].where();
    }

    private int tokenAt(int offset) {
        int found = Arrays.binarySearch(starts, offset);
        return found >= 0 ? found : Math.max(0, -found - 2);
    }

    private Location place(int index) {
        PpToken use = expanded[index];
        PpToken written = spelled[index];
        return use == null || (written.source == use.source && written.start > use.start)
                ? written.where()
                : use.where();
    }

    /** The object-like macros that the files define, with the place of each name. */
    public Map<String, Location> constants() {
        Map<String, Location> found = new HashMap<>();
        for (Macro macro : macros.values()) {
            if (!macro.function && !macro.fallback && !macro.body.isEmpty()
                    && !macro.name.source.uri().startsWith(Preprocessor.BUILTIN)) {
                found.put(macro.name.text, macro.name.where());
            }
        }
        return Collections.unmodifiableMap(found);
    }

    /** Where a file defines the macro {@code name}; empty for those of the compiler. */
    public Optional<Location> macroPlace(String name) {
        Macro macro = macros.get(name);
        return macro == null || macro.fallback || macro.name.source.uri().startsWith(Preprocessor.BUILTIN)
                ? Optional.empty()
                : Optional.of(macro.name.where());
    }

    /** What the macro {@code name} stands for, everything in it expanded; empty when there is no such constant. */
    public Optional<SourceText> expansion(String name) {
        Macro macro = macros.get(name);
        if (macro == null || macro.function) {
            return Optional.empty();
        }
        return switch (expand(name, List.of(macro.name))) {
            case Expansion.Text(SourceText text) -> Optional.of(text);
            case Expansion.Wrong _ -> Optional.empty(); // the text may be no expression at all
        };
    }

    /** What becomes of the use of a macro. */
    public sealed interface Expansion {
        /** The text that it stands for. */
        record Text(SourceText text) implements Expansion {}

        /** There is none, and why. */
        record Wrong(String why) implements Expansion {}
    }

    /** Whether a file defines a macro {@code name} that takes arguments. */
    public boolean takesArguments(String name) {
        Macro macro = macros.get(name);
        return macro != null && macro.function;
    }

    /** The names of all macros that take arguments and that no compiler brought. */
    public List<String> withArguments() {
        return macros.values().stream().filter(
                macro -> macro.function && !macro.name.source.uri().startsWith(Preprocessor.BUILTIN))
                .map(macro -> macro.name.text).toList();
    }

    /** What {@code text}, such as {@code MAKE(3)}, stands for at the end of the unit. */
    public Expansion expand(String text) {
        SourceText source = SourceText.of(text, text);
        return expand(text, List.of(PpFile.lex(source, text, 0)));
    }

    private Expansion expand(String name, List<PpToken> tokens) {
        Budgeted budget = new Budgeted(macros);
        Expander expander = new Expander(Expander.feed(tokens), budget);
        StringBuilder text = new StringBuilder();
        PpToken token = expander.next();
        while (token != null && text.length() < 10_000) {
            text.append(text.isEmpty() ? "" : " ").append(token.text);
            token = expander.next();
        }
        if (budget.problem != null) {
            return new Expansion.Wrong(budget.problem);
        }
        return token == null && budget.left > 0
                ? new Expansion.Text(SourceText.of(name, text.toString()))
                : new Expansion.Wrong("its expansion is too long");
    }

    /** Expands up to a budget, and remembers the first problem. */
    private static final class Budgeted implements Expander.Host {
        private final Map<String, Macro> macros;
        private int left = 2_000;
        private @Nullable String problem;

        Budgeted(Map<String, Macro> macros) {
            this.macros = macros;
        }

        @Override
        public @Nullable Macro macro(String name) {
            return macros.get(name);
        }

        @Override
        public @Nullable PpToken dynamic(PpToken name, PpToken outermost) {
            return null;
        }

        @Override
        public boolean spend(int tokens) {
            left -= tokens;
            return left > 0;
        }

        @Override
        public void problem(PpToken at, String message) {
            problem = problem == null ? message : problem;
        }
    }

    /** Collects tokens. */
    static final class Draft {
        private final StringBuilder text = new StringBuilder(1 << 14);
        private TokenKind[] kinds = new TokenKind[1 << 12];
        private int[] pieces = new int[1 << 12];
        private int pieceCount;
        private int[] starts = new int[1 << 11];
        private PpToken[] spelled = new PpToken[1 << 11];
        private @Nullable PpToken[] expanded = new PpToken[1 << 11];
        private int size;
        private final List<Integer> packOffsets = new ArrayList<>();
        private final List<Integer> packValues = new ArrayList<>();

        void add(PpToken token, @Nullable PpToken use) {
            if (size == starts.length) {
                starts = Arrays.copyOf(starts, size * 2);
                spelled = Arrays.copyOf(spelled, size * 2);
                expanded = Arrays.copyOf(expanded, size * 2);
            }
            if (size > 0) {
                piece(TokenKind.SPACE);
                boolean line = use == null && token.has(PpToken.NEW_LINE);
                text.append(!line ? " " : token.has(PpToken.FIRST_COLUMN) ? "\n" : "\n ");
            }
            starts[size] = text.length();
            spelled[size] = token;
            expanded[size++] = use;
            piece(token.kind);
            text.append(token.text);
        }

        void pack(int value) {
            packOffsets.add(text.length());
            packValues.add(value);
        }

        int length() {
            return text.length();
        }

        /** The text; the maps are its own from now on. */
        Preprocessed finish(Map<String, Macro> macros, Map<String, SourceText> files, Headers headers,
                List<Problem> problems) {
            return new Preprocessed(this, macros, files, headers, problems);
        }

        private void piece(TokenKind kind) {
            if (pieceCount == pieces.length) {
                pieces = Arrays.copyOf(pieces, pieceCount * 2);
                kinds = Arrays.copyOf(kinds, pieceCount * 2);
            }
            kinds[pieceCount] = kind;
            pieces[pieceCount++] = text.length();
        }
    }
}
