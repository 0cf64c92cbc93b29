package dev.ringspect.protocol.inspect.language;

import java.util.Optional;
import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;

/** A name that nothing declares. */
final class UnresolvedName implements Inspection {
    private static final Rule RULE = new Rule("U08", "unresolved-name", Severity.ERROR,
            "A type, member, field, constant, command, errno or ring feature is named that nothing declares. What is "
                    + "said with it does not count.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        of(set, Problem.Kind.UNRESOLVED_NAME, RULE, findings);
    }

    /** What resolving the file noted as {@code kind}, with the severity that it has there. */
    static void of(CheckedSet set, Problem.Kind kind, Rule rule, Consumer<Finding> findings) {
        set.model().ifPresent(model -> model.problems().stream().filter(problem -> problem.kind() == kind)
                .forEach(problem -> {
                    Finding finding = Finding.of(rule, set.source().at(problem.span()), problem.message())
                            .as(problem.severity());
                    for (Location place : problem.related()) {
                        finding = finding.with(Optional.of(place), "the place it speaks of");
                    }
                    if (kind == Problem.Kind.UNRESOLVED_NAME) {
                        finding = finding.with(NearName.fix(set.source(), problem));
                    }
                    findings.accept(finding);
                }));
    }
}
