package dev.ringspect.protocol.syntax.c.pp;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.token.TokenKind;

/** The files that are being read, each included by the one below it; gives the tokens that conditions let through. */
final class FileStack implements Expander.Feed {
    /** A condition that is open. */
    static final class Branch {
        final PpToken at;
        final boolean outer;
        boolean active;
        boolean taken;
        boolean last;

        Branch(PpToken at, boolean outer, boolean active) {
            this.at = at;
            this.outer = outer;
            this.active = outer && active;
            this.taken = active;
        }
    }

    /** A file at some token. */
    static final class Reading {
        final PpFile file;
        final int folder;
        final List<Branch> branches = new ArrayList<>();
        int at;
        int nextProblem;

        Reading(PpFile file, int folder) {
            this.file = file;
            this.folder = folder;
        }

        boolean active() {
            return branches.isEmpty() || branches.getLast().active;
        }
    }

    private final Preprocessor preprocessor;
    private final Directives directives;
    private final List<Reading> readings = new ArrayList<>();
    private @Nullable PpToken last;

    FileStack(Preprocessor preprocessor, Directives directives) {
        this.preprocessor = preprocessor;
        this.directives = directives;
    }

    void push(PpFile file, int folder) {
        readings.add(new Reading(file, folder));
    }

    void clear() {
        readings.clear();
    }

    int depth() {
        return readings.size();
    }

    Reading top() {
        return readings.getLast();
    }

    /** The last token that was given. */
    @Nullable
    PpToken last() {
        return last;
    }

    /** The directive of {@code unit} by which the file on top came in; null when that came from elsewhere. */
    @Nullable
    PpToken includedFrom(String unit) {
        for (Reading reading : readings) {
            if (reading.file.source().uri().equals(unit) && reading.at > 0) {
                return reading.file.item(reading.at - 1);
            }
        }
        return null;
    }

    @Override
    public @Nullable PpToken next() {
        while (!readings.isEmpty()) {
            PpToken token = advance();
            if (token != null) {
                last = token;
                top().at++;
                return token;
            }
            close(readings.removeLast());
        }
        return null;
    }

    @Override
    public @Nullable PpToken peek() {
        return readings.isEmpty() ? null : advance();
    }

    /** Runs the directives up to the next token of the file on top, and gives that token; null at the file's end. */
    private @Nullable PpToken advance() {
        Reading reading = top();
        PpFile file = reading.file;
        while (reading.at < file.size()) {
            PpToken token = file.item(reading.at);
            if (token.kind != TokenKind.DIRECTIVE) {
                if (reading.active()) {
                    lexerProblems(reading, token.start);
                    return preprocessor.reading(1) ? token : stop(reading);
                }
                reading.at++;
                continue;
            }
            lexerProblems(reading, token.start);
            reading.at++;
            if (!preprocessor.reading(1 + file.directive(reading.at - 1).length)) {
                return stop(reading);
            }
            skipProblems(reading, token.end);
            directives.run(reading, token, file.directive(reading.at - 1));
            if (top() != reading) {
                reading = top();
                file = reading.file;
            }
        }
        lexerProblems(reading, Integer.MAX_VALUE);
        return null;
    }

    private @Nullable PpToken stop(Reading reading) {
        if (reading.at < reading.file.size()) {
            preprocessor.report(reading.file.item(Math.max(0, reading.at - 1)), Severity.ERROR,
                    "the files together are too large; what follows was not read");
        }
        readings.forEach(open -> open.at = open.file.size());
        return null;
    }

    private void lexerProblems(Reading reading, int before) {
        List<Problem> problems = reading.file.problems();
        while (reading.nextProblem < problems.size()
                && problems.get(reading.nextProblem).span().start() < before) {
            Problem problem = problems.get(reading.nextProblem++);
            if (reading.active()) {
                preprocessor.report(new PpToken(TokenKind.UNKNOWN, "", reading.file.source(), problem.span().start(),
                        problem.span().end(), 0), problem.severity(), problem.message());
            }
        }
    }

    private static void skipProblems(Reading reading, int before) {
        List<Problem> problems = reading.file.problems();
        while (reading.nextProblem < problems.size()
                && problems.get(reading.nextProblem).span().start() < before) {
            reading.nextProblem++;
        }
    }

    private void close(Reading reading) {
        for (Branch branch : reading.branches) {
            readings.add(reading);
            preprocessor.report(branch.at, Severity.ERROR, "this condition has no #endif");
            readings.removeLast();
        }
    }
}
