package dev.ringspect.protocol.syntax.c.pp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.token.TokenKind;

/** Does what the lines that start with {@code #} say. */
final class Directives {
    private final Preprocessor preprocessor;
    private final Includes includes;

    Directives(Preprocessor preprocessor, Includes includes) {
        this.preprocessor = preprocessor;
        this.includes = includes;
    }

    /** Runs one directive: {@code line} is what stands after the {@code #}. */
    void run(FileStack.Reading reading, PpToken hash, PpToken[] line) {
        if (line.length == 0) {
            return;
        }
        switch (line[0].text) {
            case "if" -> open(reading, hash, () -> holds(reading, line));
            case "ifdef" -> open(reading, hash, () -> isDefined(line));
            case "ifndef" -> open(reading, hash, () -> line.length > 1 && !isDefined(line));
            case "elif" -> branch(reading, line[0], () -> holds(reading, line));
            case "elifdef" -> branch(reading, line[0], () -> isDefined(line));
            case "elifndef" -> branch(reading, line[0], () -> line.length > 1 && !isDefined(line));
            case "else" -> {
                branch(reading, line[0], () -> true);
                if (!reading.branches.isEmpty()) {
                    reading.branches.getLast().last = true;
                }
            }
            case "endif" -> {
                if (reading.branches.isEmpty()) {
                    preprocessor.report(line[0], Severity.ERROR, "this #endif closes no condition");
                } else {
                    reading.branches.removeLast();
                }
            }
            default -> {
                if (reading.active()) {
                    active(reading, hash, line);
                }
            }
        }
    }

    private void active(FileStack.Reading reading, PpToken hash, PpToken[] line) {
        switch (line[0].text) {
            case "define" -> define(line);
            case "undef" -> {
                if (line.length > 1) {
                    preprocessor.undefine(line[1].text);
                }
            }
            case "include", "import" -> include(reading, hash, line, false);
            case "include_next" -> include(reading, hash, line, true);
            case "error" -> preprocessor.report(hash, Severity.ERROR, text(reading, hash));
            case "warning" -> preprocessor.report(hash, Severity.WARNING, text(reading, hash));
            case "pragma" -> pragma(reading, line);
            case "line", "ident", "sccs", "assert", "unassert" -> {
                // say nothing about a declaration
            }
            default -> {
                if (line[0].isName()) {
                    preprocessor.report(line[0], Severity.ERROR, "there is no directive #" + line[0].text);
                }
            }
        }
    }

    private static String text(FileStack.Reading reading, PpToken hash) {
        return reading.file.source().text().substring(hash.start, hash.end).strip();
    }

    // conditions

    private interface Decision {
        boolean holds();
    }

    private static void open(FileStack.Reading reading, PpToken hash, Decision decision) {
        boolean outer = reading.active();
        reading.branches.add(new FileStack.Branch(hash, outer, outer && decision.holds()));
    }

    private void branch(FileStack.Reading reading, PpToken word, Decision decision) {
        if (reading.branches.isEmpty()) {
            preprocessor.report(word, Severity.ERROR, "this #" + word.text + " belongs to no condition");
            return;
        }
        FileStack.Branch open = reading.branches.getLast();
        if (open.last) {
            preprocessor.report(word, Severity.ERROR, "this #" + word.text + " stands after the #else");
        }
        open.active = open.outer && !open.taken && !open.last && decision.holds();
        open.taken |= open.active;
    }

    private boolean isDefined(PpToken[] line) {
        if (line.length < 2 || !line[1].isName()) {
            preprocessor.report(line[0], Severity.ERROR, "expected a macro's name after #" + line[0].text);
            return false;
        }
        return preprocessor.isDefined(line[1].text);
    }

    private boolean holds(FileStack.Reading reading, PpToken[] line) {
        List<PpToken> asked = answers(reading, Arrays.asList(line).subList(1, line.length));
        if (asked.isEmpty()) {
            preprocessor.report(line[0], Severity.ERROR, "expected a condition after #" + line[0].text);
            return false;
        }
        Condition.Outcome outcome = Condition.decide(answers(reading, preprocessor.expand(asked)));
        outcome.problem().ifPresent(message -> preprocessor.report(line[0], Severity.ERROR, message));
        return outcome.holds();
    }

    /** Puts 0 or 1 in the place of {@code defined x} and of {@code __has_include(...)} and its like. */
    private List<PpToken> answers(FileStack.Reading reading, List<PpToken> tokens) {
        List<PpToken> out = new ArrayList<>(tokens.size());
        int at = 0;
        while (at < tokens.size()) {
            PpToken token = tokens.get(at++);
            boolean parenthesis = at < tokens.size() && tokens.get(at).is("(");
            if (token.is("defined") && at < tokens.size()) {
                int name = parenthesis ? at + 1 : at;
                boolean known = name < tokens.size() && preprocessor.isDefined(tokens.get(name).text);
                out.add(number(token, known));
                at = Math.min(tokens.size(), name + (parenthesis ? 2 : 1));
            } else if (token.isName() && token.text.startsWith("__has_") && parenthesis) {
                int end = closing(tokens, at);
                List<PpToken> inside = tokens.subList(at + 1, Math.min(end, tokens.size()));
                out.add(number(token, has(reading, token.text, inside)));
                at = Math.min(tokens.size(), end + 1);
            } else {
                out.add(token);
            }
        }
        return out;
    }

    private boolean has(FileStack.Reading reading, String question, List<PpToken> inside) {
        if (inside.isEmpty()) {
            return false;
        }
        return switch (question) {
            case "__has_include", "__has_include_next" -> {
                Optional<Header> header = header(inside);
                yield header.isPresent()
                        && find(reading, header.get(), question.equals("__has_include_next")).isPresent();
            }
            case "__has_attribute", "__has_c_attribute" -> switch (inside.getLast().text) {
                case "packed", "aligned", "vector_size", "mode", "unused", "deprecated", "__packed__", "__aligned__",
                        "__unused__", "__deprecated__" ->
                    true;
                default -> false;
            };
            default -> false;
        };
    }

    private static int closing(List<PpToken> tokens, int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            if (tokens.get(i).is("(")) {
                depth++;
            } else if (tokens.get(i).is(")") && --depth == 0) {
                return i;
            }
        }
        return tokens.size();
    }

    private static PpToken number(PpToken at, boolean holds) {
        return at.with(TokenKind.NUMBER, holds ? "1" : "0");
    }

    // the rest

    private void define(PpToken[] line) {
        switch (Macro.read(line, false)) {
            case Macro.Read.Defined(Macro macro) -> preprocessor.define(macro);
            case Macro.Read.Malformed(PpToken at, String message) -> preprocessor.report(at, Severity.ERROR, message);
        }
    }

    private record Header(String name, boolean quoted) {}

    private void include(FileStack.Reading reading, PpToken hash, PpToken[] line, boolean next) {
        List<PpToken> rest = Arrays.asList(line).subList(1, line.length);
        Optional<Header> header = header(rest).or(() -> header(preprocessor.expand(rest)));
        if (header.isEmpty()) {
            preprocessor.report(hash, Severity.ERROR, "expected \"file\" or <file> after #" + line[0].text);
            return;
        }
        Optional<Includes.Found> found = find(reading, header.get(), next);
        boolean imported = line[0].is("import");
        if (found.isEmpty()) {
            preprocessor.missing(hash, header.get().name, header.get().quoted,
                    imported ? Severity.ERROR : Severity.WARNING);
            return;
        }
        if (imported) {
            preprocessor.imported(hash, found.get());
        }
        preprocessor.include(hash, header.get().name, found.get());
    }

    private Optional<Includes.Found> find(FileStack.Reading reading, Header header, boolean next) {
        return includes.find(header.name, reading.file.source().uri(), header.quoted && !next,
                next ? reading.folder + 1 : 0);
    }

    private static Optional<Header> header(List<PpToken> tokens) {
        if (tokens.isEmpty()) {
            return Optional.empty();
        }
        PpToken first = tokens.getFirst();
        if (first.kind == TokenKind.STRING && first.text.length() > 2 && first.text.endsWith("\"")) {
            return Optional.of(new Header(first.text.substring(1, first.text.length() - 1), true));
        }
        if (!first.is("<")) {
            return Optional.empty();
        }
        StringBuilder name = new StringBuilder();
        for (PpToken token : tokens.subList(1, tokens.size())) {
            if (token.text.startsWith(">")) {
                return name.isEmpty() ? Optional.empty() : Optional.of(new Header(name.toString(), false));
            }
            name.append(token.has(PpToken.SPACE_BEFORE) && !name.isEmpty() ? " " : "").append(token.text);
        }
        return Optional.empty();
    }

    private void pragma(FileStack.Reading reading, PpToken[] line) {
        if (line.length > 1 && line[1].is("once")) {
            preprocessor.once(reading.file.source().uri());
        } else if (line.length > 1 && line[1].is("pack")) {
            preprocessor.pack(line[1], preprocessor.expand(Arrays.asList(line).subList(2, line.length)));
        }
    }
}
