package dev.ringspect.protocol.syntax.c;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.syntax.c.pp.Embedding;
import dev.ringspect.protocol.syntax.c.pp.Preprocessed;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Span;

/**
 * What is wrong with a translation unit: problems of its own file, and for a header that a region of it imports the first
 * problem there, said on the import. Problems of other headers are seen when these are opened.
 */
final class UnitProblems {
    // The mark that stands for a region is the parser's word, not the author's.
    private static final String FOUND_MARK = "found '" + Embedding.MARK + "'";

    private final String uri;
    private final Preprocessed preprocessed;
    private final List<Problem> own;
    private final Map<String, Span> imports = new LinkedHashMap<>();
    private final Map<String, List<Problem>> imported = new LinkedHashMap<>();

    UnitProblems(String uri, Preprocessed preprocessed, Optional<Embedding> embedding) {
        this.uri = uri;
        this.preprocessed = preprocessed;
        this.own = new ArrayList<>(preprocessed.problems());
        embedding.stream().flatMap(text -> text.regions().stream()).flatMap(region -> region.header().stream())
                .forEach(header -> preprocessed.importedAt(header.span().start())
                        .ifPresent(file -> imports.putIfAbsent(file, header.span())));
    }

    /** Notes a problem at a range of the preprocessed text. */
    void note(Problem problem) {
        String message = problem.message().replace(FOUND_MARK, "found what is no C");
        Location where = preprocessed.locate(problem.span());
        Problem there = new Problem(where.span(), problem.severity(), message, problem.related(), problem.kind());
        if (where.source().equals(uri)) {
            own.add(there);
        } else if (imports.containsKey(where.source())) {
            imported.computeIfAbsent(where.source(), _ -> new ArrayList<>()).add(there);
        }
    }

    /** All problems by place. */
    List<Problem> sorted() {
        List<Problem> all = new ArrayList<>(own);
        imported.forEach((file, problems) -> all.add(summary(file, problems)));
        all.sort(Comparator.comparingInt(problem -> problem.span().start()));
        return List.copyOf(Problem.readable(all));
    }

    private Problem summary(String file, List<Problem> problems) {
        Problem first = problems.stream().min(Comparator.comparingInt(problem -> problem.span().start())).orElseThrow();
        int line = Optional.ofNullable(preprocessed.files().get(file))
                .map(text -> text.lineOf(first.span().start()) + 1).orElse(0);
        String more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
        return new Problem(imports.getOrDefault(file, new Span(0, 0)), first.severity(),
                "in " + file.substring(file.lastIndexOf('/') + 1) + ", line " + line + ": " + first.message() + more,
                List.of(new Location(file, first.span())), first.kind());
    }
}
