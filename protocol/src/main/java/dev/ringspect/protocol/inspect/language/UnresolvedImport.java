package dev.ringspect.protocol.inspect.language;

import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;

/** An import of a file that is not found. */
final class UnresolvedImport implements Inspection {
    private static final Rule RULE = new Rule("U09", "unresolved-import", Severity.ERROR,
            "A file is imported that is neither beside the protocol file nor in the include paths. What it declares is not "
                    + "known.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        UnresolvedName.of(set, Problem.Kind.UNRESOLVED_IMPORT, RULE, findings);
    }
}
