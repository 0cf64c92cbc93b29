package dev.ringspect.protocol.inspect.layout;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import dev.ringspect.protocol.drivercode.DriverCall;
import dev.ringspect.protocol.drivercode.flow.DriverSource;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.fix.ProtocolEdits;
import dev.ringspect.protocol.inspect.fix.StructMembers;
import dev.ringspect.protocol.expr.UsedNames;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.inspect.subject.Refinements;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Severity;

/** A reserved member that nothing requires to be zero. */
final class MissingReservedCheck implements Inspection {
    private static final Rule RULE = new Rule("L12", "missing-reserved-check", Severity.WARNING,
            "A member is called reserved, pad or flags, and neither a refine nor a check says what it "
                    + "must be. What nobody checks can never be given a meaning: old programs leave anything in it.");

    private static final Pattern RESERVED = Pattern
            .compile("(?i)_*(rsvd?|resv|reserved?|pad|padding|spare|unused|flags)_?\\d*_*");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        inDriver(set, findings);
        set.model().flatMap(ProtocolModel::protocol).ifPresent(protocol -> {
            Map<Type.Struct, List<Command>> users = new LinkedHashMap<>();
            for (Command command : protocol.commands()) {
                command.payload().ifPresent(
                        payload -> users.computeIfAbsent(payload, _ -> new ArrayList<>()).add(command));
            }
            users.forEach((payload, commands) -> struct(set, protocol, payload, commands, findings));
        });
    }

    /** What a driver reads of a payload is seen where nothing else gets hold of all of it. */
    private static void inDriver(CheckedSet set, Consumer<Finding> findings) {
        DriverSource driver = set.driver().orElse(null);
        if (driver == null) {
            return;
        }
        Set<Type.Struct> seen = new HashSet<>();
        for (DriverCall call : driver.calls()) {
            if (!call.kind().isPayload() || !seen.add(call.type()) || driver.isHandedOn(call.type())) {
                continue;
            }
            for (MemberLayout member : StructMembers.of(new LayoutEngine(Abi.X86_64).layout(call.type()))) {
                String name = member.member().name();
                if (RESERVED.matcher(name).matches() && !driver.reads(name)) {
                    Location use = set.source().at(call.span());
                    findings.accept(Finding.of(RULE, member.member().where()
                            .filter(where -> driver.isInspected(where.source())).orElse(use),
                            name
                                    + " is never read, so programs may leave anything in it; answer -EINVAL where it is"
                                    + " not 0")
                            .with(Optional.of(use), "the driver takes the payload here"));
                }
            }
        }
    }

    private static void struct(CheckedSet set, Protocol protocol, Type.Struct payload, List<Command> commands,
            Consumer<Finding> findings) {
        Set<String> covered = new HashSet<>();
        Refinements.of(protocol).forEach(refinement -> {
            refinement.rules().stream().filter(rule -> rule.struct().equals(payload.name()))
                    .forEach(rule -> covered.add(rule.member()));
            refinement.variants().stream().filter(rule -> rule.struct().equals(payload.name()))
                    .forEach(rule -> covered.add(rule.selector()));
        });
        commands.forEach(command -> command.checks().forEach(check -> UsedNames.in(check.condition(), covered)));
        for (MemberLayout member : StructMembers.of(new LayoutEngine(Abi.X86_64).layout(payload))) {
            String name = member.member().name();
            boolean spoken = covered.stream()
                    .anyMatch(path -> path.equals(name) || path.endsWith("." + name) || path.startsWith(name + "["));
            if (RESERVED.matcher(name).matches() && !spoken) {
                findings.accept(Finding.of(RULE, member.member().where().orElse(commands.getFirst().where()),
                        name + " is never checked; say what it must be, as in 'refine " + payload.display() + " { "
                                + name + " == 0; }'")
                        .with(payload.where(), "declared here")
                        .with(ProtocolEdits.reservedCheck(set, payload, name)));
            }
        }
    }
}
