package dev.ringspect.protocol.drivercode.flow;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

import dev.ringspect.protocol.drivercode.DriverCall;
import dev.ringspect.protocol.drivercode.DriverCommand;
import dev.ringspect.protocol.drivercode.DriverText;
import dev.ringspect.protocol.drivercode.KernelCalls;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.syntax.c.body.CFunction;
import dev.ringspect.protocol.syntax.c.body.Phrase;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.TextSearch;
import org.jspecify.annotations.Nullable;

/** A C source as a driver's code; what is asked for first is made then, and remembered. Used by one thread. */
public final class DriverSource {
    private static final Set<String> CHECKS = Set.of("BUILD_BUG_ON", "BUILD_BUG_ON_MSG", "static_assert",
            "_Static_assert");
    private static final TextSearch COMMAND = new TextSearch("io_uring_cmd");

    private final CTranslationUnit unit;
    private final DriverText text;
    private final List<DriverCall> calls;
    private final Predicate<String> headers;
    private @Nullable List<DriverMistake> mistakes;
    private @Nullable List<DriverCommand> commands;
    private @Nullable Set<String> members;
    private @Nullable Set<String> checked;
    private @Nullable Map<String, CTranslationUnit.Constant> constants;

    /** @param headers which texts that it includes are inspected with it */
    public DriverSource(CTranslationUnit unit, DriverText text, List<DriverCall> calls, Predicate<String> headers) {
        this.unit = unit;
        this.text = text;
        this.calls = List.copyOf(calls);
        this.headers = headers;
    }

    /** Where structs are laid over payloads and pdus. */
    public List<DriverCall> calls() {
        return calls;
    }

    /** What is wrong on the ways through its functions. */
    public List<DriverMistake> mistakes() {
        List<DriverMistake> made = mistakes;
        if (made == null) {
            made = COMMAND.isIn(unit.source().text()) ? DriverFlow.mistakes(text, calls) : List.of();
            mistakes = made;
        }
        return made;
    }

    /** Whether the code has a member of that name anywhere: what it does with it only a reader can tell. */
    public boolean reads(String member) {
        return members().contains(member);
    }

    private Set<String> members() {
        Set<String> made = members;
        if (made == null) {
            made = new HashSet<>();
            Phrase code = text.code();
            for (int i = 1; i < code.size(); i++) {
                if (code.is(i - 1, "->") || code.is(i - 1, ".")) {
                    made.add(code.text(i));
                }
            }
            members = made;
        }
        return made;
    }

    /** Whether the code does not compile when a struct gets too large for something. */
    public boolean isSizeChecked(Type.Struct type) {
        return checked().contains(type.name());
    }

    /** What is named where a size is checked. */
    private Set<String> checked() {
        Set<String> made = checked;
        if (made == null) {
            made = new HashSet<>();
            Phrase code = text.code();
            for (int i = 0; i < code.size(); i++) {
                if (CHECKS.contains(code.text(i)) && code.is(i + 1, "(")) {
                    Phrase condition = code.part(i + 2, code.closing(i + 1));
                    int size = condition.mentions("sizeof") ? condition.size() : 0;
                    for (int at = 0; at < size; at++) {
                        made.add(condition.text(at));
                    }
                }
            }
            checked = made;
        }
        return made;
    }

    /** Whether the code gives all of a payload to a function that is not in the text, or keeps it. */
    public boolean isHandedOn(Type.Struct type) {
        String tag = type.name();
        if (tag.isEmpty()) {
            return true;
        }
        return text.functions().stream()
                .anyMatch(function -> isHandedOn(function, DriverCode.holders(function, tag)));
    }

    private boolean isHandedOn(CFunction function, Set<String> holders) {
        boolean called = function.all().calls().stream()
                .filter(call -> text.function(call.name()).isEmpty() && !KernelCalls.looksOnly(call.name()))
                .flatMap(call -> call.arguments().stream()).map(Phrase::bare)
                .anyMatch(argument -> holders.contains(argument.is(0, "&") && argument.size() == 2
                        ? argument.text(1)
                        : argument.size() == 1 ? argument.text(0) : ""));
        return called || function.all().assignments().stream().anyMatch(assignment -> assignment.value().size() == 1
                && holders.contains(assignment.value().text(0)) && assignment.target().find("->") >= 0);
    }

    /** The command numbers that it tells apart, with the payload that it reads for each. */
    public List<DriverCommand> commands() {
        List<DriverCommand> made = commands;
        if (made == null) {
            made = unit.source().text().contains("cmd_op") ? DriverCommand.of(text, calls) : List.of();
            commands = made;
        }
        return made;
    }

    /** The value of a command's number. */
    public OptionalLong number(String name) {
        return unit.constant(name);
    }

    /** Where a constant is declared, if that is in a text that is inspected here. */
    public Optional<Location> declared(String name) {
        Map<String, CTranslationUnit.Constant> made = constants;
        if (made == null) {
            made = unit.constants();
            constants = made;
        }
        return Optional.ofNullable(made.get(name)).map(CTranslationUnit.Constant::where)
                .filter(where -> isInspected(where.source()));
    }

    /** Whether findings may stand in the text called {@code uri}. */
    public boolean isInspected(String uri) {
        return uri.equals(unit.source().uri()) || headers.test(uri);
    }
}
