package dev.ringspect.protocol.syntax.c.pp;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.TokenKind;
import dev.ringspect.protocol.token.Tokens;

/** A file cut into tokens and directives. Immutable. */
final class PpFile {
    private static final PpToken[] NONE = {};

    private final SourceText source;
    private final PpToken[] items;
    private final PpToken[][] directives;
    private final List<Problem> problems;
    private final Optional<String> guard;

    PpFile(SourceText source) {
        this(Embedding.none(source));
    }

    PpFile(Embedding embedding) {
        this.source = embedding.source();
        Tokens tokens = Tokens.of(source);
        List<PpToken> found = new ArrayList<>(tokens.size() / 2);
        List<PpToken[]> lines = new ArrayList<>(tokens.size() / 2);
        int flags = PpToken.NEW_LINE | PpToken.FIRST_COLUMN;
        Iterator<Embedding.Region> regions = embedding.regions().iterator();
        Embedding.Region region = regions.hasNext() ? regions.next() : null;
        for (int i = 0; i < tokens.size(); i++) {
            TokenKind kind = tokens.kind(i);
            if (region != null && tokens.start(i) >= region.span().end()) {
                region = regions.hasNext() ? regions.next() : null;
            }
            if (region != null && tokens.start(i) >= region.span().start() && kind != TokenKind.DIRECTIVE) {
                if (tokens.start(i) == region.span().start()) {
                    region(region, flags, found, lines);
                }
                flags = 0;
                continue;
            }
            switch (kind) {
                case SPACE, COMMENT -> flags |= separator(tokens, i);
                case UNKNOWN, END -> {
                    // nothing that a parser could use
                }
                case DIRECTIVE -> {
                    found.add(new PpToken(kind, "#", source, tokens.start(i), tokens.end(i), flags));
                    lines.add(lex(source, tokens.text(i), tokens.start(i)));
                    flags = 0;
                }
                case IDENTIFIER, NUMBER, STRING, CHARACTER, PUNCTUATOR -> {
                    found.add(new PpToken(kind, tokens.text(i), source, tokens.start(i), tokens.end(i), flags));
                    lines.add(NONE);
                    flags = 0;
                }
            }
        }
        items = found.toArray(PpToken[]::new);
        directives = lines.toArray(PpToken[][]::new);
        problems = tokens.problems();
        guard = findGuard();
    }

    /** A mark for the parser, then the directive that the region is, if it is one. */
    private void region(Embedding.Region region, int flags, List<PpToken> found, List<PpToken[]> lines) {
        Span span = region.span();
        found.add(new PpToken(TokenKind.IDENTIFIER, Embedding.MARK, source, span.start(), span.end(), flags));
        lines.add(NONE);
        region.header().ifPresent(header -> {
            Span name = header.span();
            found.add(new PpToken(TokenKind.DIRECTIVE, "#", source, name.start(), name.end(), PpToken.NEW_LINE));
            lines.add(new PpToken[]{
                    new PpToken(TokenKind.IDENTIFIER, "import", source, name.start(), name.end(), 0),
                    new PpToken(TokenKind.STRING, '"' + header.name() + '"', source, name.start(), name.end(), 0)});
        });
    }

    SourceText source() {
        return source;
    }

    int size() {
        return items.length;
    }

    PpToken item(int index) {
        return items[index];
    }

    /** The tokens after the {@code #} of directive {@code index}. */
    PpToken[] directive(int index) {
        return directives[index];
    }

    /** What the lexer noted. */
    List<Problem> problems() {
        return problems;
    }

    /** The macro that guards all of the file: while it is defined, including the file adds nothing. */
    Optional<String> guard() {
        return guard;
    }

    /** The tokens of a line that starts with {@code #}, or of a text that is made up. */
    static PpToken[] lex(SourceText source, String line, int lineStart) {
        int skip = line.startsWith("#") ? 1 : 0;
        Tokens tokens = Tokens.of(SourceText.of("", line.substring(skip)));
        List<PpToken> found = new ArrayList<>();
        int flags = 0;
        for (int i = 0; i < tokens.size(); i++) {
            TokenKind kind = tokens.kind(i);
            int start = lineStart + skip + tokens.start(i);
            switch (kind) {
                case SPACE, COMMENT -> flags = PpToken.SPACE_BEFORE;
                case DIRECTIVE -> {
                    // ## at the start: taken apart by nobody
                }
                case END -> {
                    // all done
                }
                case UNKNOWN, IDENTIFIER, NUMBER, STRING, CHARACTER, PUNCTUATOR -> {
                    found.add(new PpToken(kind, tokens.text(i), source, start, lineStart + skip + tokens.end(i),
                            flags));
                    flags = 0;
                }
            }
        }
        return found.toArray(PpToken[]::new);
    }

    private static int separator(Tokens tokens, int index) {
        String text = tokens.source().text();
        int end = tokens.end(index);
        if (tokens.kind(index) == TokenKind.COMMENT) {
            return PpToken.SPACE_BEFORE;
        }
        for (int i = tokens.start(index); i < end; i++) {
            if (text.charAt(i) == '\n') {
                return text.charAt(end - 1) == '\n' ? PpToken.NEW_LINE | PpToken.FIRST_COLUMN : PpToken.NEW_LINE;
            }
        }
        return PpToken.SPACE_BEFORE;
    }

    private Optional<String> findGuard() {
        if (items.length < 2 || items[0].kind != TokenKind.DIRECTIVE) {
            return Optional.empty();
        }
        PpToken[] first = directives[0];
        if (first.length != 2 || !first[0].is("ifndef")) {
            return Optional.empty();
        }
        int depth = 0;
        for (int i = 0; i < items.length; i++) {
            if (items[i].kind != TokenKind.DIRECTIVE || directives[i].length == 0) {
                continue;
            }
            switch (directives[i][0].text) {
                case "if", "ifdef", "ifndef" -> depth++;
                case "elif", "else", "elifdef", "elifndef" -> {
                    if (depth == 1) {
                        return Optional.empty();
                    }
                }
                case "endif" -> {
                    depth--;
                    if (depth == 0) {
                        return i == items.length - 1 ? Optional.of(first[1].text) : Optional.empty();
                    }
                }
                default -> {
                    // does not open or close
                }
            }
        }
        return Optional.empty();
    }
}
