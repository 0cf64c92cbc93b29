package dev.ringspect.protocol.inspect.driver;

import java.util.function.Consumer;

import dev.ringspect.protocol.drivercode.DriverCall;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.text.Severity;

/** A cast of pdu that nobody checks the size of. */
final class PduCastUnchecked implements Inspection {
    private static final Rule RULE = new Rule("C26", "pdu-cast-unchecked", Severity.WARNING,
            "Driver code casts cmd->pdu to a struct of its own. io_uring_cmd_to_pdu does the same and "
                    + "fails to build when the struct is larger than the 32 bytes; a cast overwrites what lies "
                    + "after.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        for (DriverCall call : set.driverCalls()) {
            boolean checked = set.driver().filter(driver -> driver.isSizeChecked(call.type())).isPresent();
            if (call.kind() == DriverCall.Kind.PDU_CAST && !checked) {
                findings.accept(Finding.of(RULE, set.source().at(call.span()),
                        "nothing checks that " + call.type().display() + " fits the pdu; use io_uring_cmd_to_pdu(cmd, "
                                + call.type().display() + ")")
                        .with(call.type().where(), "declared here"));
            }
        }
    }
}
