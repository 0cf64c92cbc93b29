package dev.ringspect.protocol.resolve;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.Expression;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Declared;
import dev.ringspect.protocol.model.Device;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.model.Send;
import dev.ringspect.protocol.model.TimeUnitWord;
import dev.ringspect.protocol.resolve.rule.CheckNames;
import dev.ringspect.protocol.resolve.type.DeclarationIndex;
import dev.ringspect.protocol.resolve.type.Types;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.Spelling;

/** Resolves {@code send}: which command, which of its fields, whether the values fit. */
final class SendBuilder {
    private static final int LARGEST_BUFFER = 1 << 30;

    private final SourceText source;
    private final Types types;
    private final List<Problem> problems;
    private final DeclarationIndex index;
    private final Protocol protocol;

    SendBuilder(SourceText source, Types types, List<Problem> problems, DeclarationIndex index, Protocol protocol) {
        this.source = source;
        this.types = types;
        this.problems = problems;
        this.index = index;
        this.protocol = protocol;
    }

    Optional<Send> send(UringItem.Send item) {
        Optional<Command> command = protocol.command(item.command().text());
        if (command.isEmpty()) {
            problems.add(Problem.unresolved(item.command().span(),
                    "there is no command '" + item.command().text() + "'; these are: "
                            + Spelling.list(protocol.commands().stream().map(Command::name).toList())));
            return Optional.empty();
        }
        index.add(new Declared.OfCommand(command.get(), item.command().span()));
        if (command.get().numbers().isEmpty()) {
            problem(item.command().span(), "'" + item.command().text()
                    + "' stands for every number, so none can be sent; declare a command with a number");
        }
        file(command.get(), item.path());
        SendFields fields = new SendFields(protocol, command.get(), types.abi());
        List<Send.Assignment> assignments = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (UringItem.Assigned assigned : item.fields()) {
            assignment(fields, assigned, seen).ifPresent(assignments::add);
        }
        item.expect().ifPresent(condition -> problems.addAll(Expression
                .compile(condition, new CheckNames(fields.fieldNames(), types)).problems()));
        return Optional.of(new Send(item.title().text(), command.get(), item.path().text(), assignments,
                item.expect(), item.within().map(this::time).orElse(Send.USUAL_NS), source.at(item.title().span())));
    }

    /** A path that no pattern of the protocol matches is most likely a slip. */
    private void file(Command command, UringItem.Quoted path) {
        List<Device> on = command.on().isEmpty() ? protocol.on() : command.on();
        List<Device.Node> nodes = on.stream().filter(Device.Node.class::isInstance).map(Device.Node.class::cast)
                .toList();
        boolean named = nodes.stream().anyMatch(node -> node.glob().matches("", path.text()));
        if (!named && !nodes.isEmpty() && nodes.size() == on.size()) {
            problems.add(new Problem(path.span(), Severity.WARNING, "this file does not speak the command, which is"
                    + " spoken on " + String.join(", ", on.stream().map(Device::display).toList())));
        }
    }

    private Optional<Send.Assignment> assignment(SendFields fields, UringItem.Assigned assigned, Set<String> seen) {
        String name = assigned.field().path();
        Optional<SendFields.Target> target = fields.find(name);
        if (target.isEmpty()) {
            problems.add(fields.isComputed(name)
                    ? new Problem(assigned.field().span(), Severity.ERROR,
                            "'" + name + "' is made of other fields; set these")
                    : Problem.unresolved(assigned.field().span(), "the command has no field '" + name + "'; it has "
                            + Spelling.list(fields.settable())));
            return Optional.empty();
        }
        if (!seen.add(target.get().path())) {
            problem(assigned.field().span(), "'" + name + "' is set already");
            return Optional.empty();
        }
        target.get().member().ifPresent(member -> index.add(new Declared.OfMember(member.owner(), member.member(),
                target.get().path(), List.of(), assigned.field().span())));
        return value(target.get(), assigned.value())
                .map(value -> new Send.Assignment(target.get().path(), value, source.at(assigned.span())));
    }

    private Optional<Send.Value> value(SendFields.Target target, Expr written) {
        if (written instanceof Expr.Call(String name, List<Expr.Argument> arguments, Span span)
                && (name.equals("buffer") || name.equals("text"))) {
            return name.equals("buffer") ? buffer(target, arguments, span) : text(target, arguments, span);
        }
        if (written instanceof Expr.Text string) {
            return text(target, string.value(), string.span());
        }
        OptionalLong value = types.constants().evaluate(written);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (target.array()) {
            problem(written.span(), "'" + target.path() + "' is an array; set its elements, " + target.path()
                    + "[0] and so on" + (target.characters() ? ", or text(\"...\")" : ""));
            return Optional.empty();
        }
        if (!target.holds(value.getAsLong())) {
            problem(written.span(), value.getAsLong() + " does not fit '" + target.path() + "', which has "
                    + target.bits() + (target.bits() == 1 ? " bit" : " bits"));
            return Optional.empty();
        }
        return Optional.of(new Send.Value.OfNumber(value.getAsLong()));
    }

    private Optional<Send.Value> buffer(SendFields.Target target, List<Expr.Argument> arguments, Span span) {
        OptionalLong bytes = arguments.size() == 1 && arguments.getFirst() instanceof Expr.Argument.Value(Expr size)
                ? types.constants().evaluate(size)
                : OptionalLong.empty();
        if (bytes.isEmpty() || bytes.getAsLong() < 1 || bytes.getAsLong() > LARGEST_BUFFER) {
            problem(span, "buffer takes a number of bytes from 1 to " + LARGEST_BUFFER);
            return Optional.empty();
        }
        if (!target.address()) {
            problem(span, "an address does not fit '" + target.path() + "', which is no number of 64 bits");
            return Optional.empty();
        }
        return Optional.of(new Send.Value.Buffer((int) bytes.getAsLong()));
    }

    private Optional<Send.Value> text(SendFields.Target target, List<Expr.Argument> arguments, Span span) {
        if (arguments.size() == 1 && arguments.getFirst() instanceof Expr.Argument.Value(Expr.Text string)) {
            return text(target, string.value(), string.span());
        }
        problem(span, "text takes one string");
        return Optional.empty();
    }

    private Optional<Send.Value> text(SendFields.Target target, String text, Span span) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (target.characters() && bytes > target.bits() / 8) {
            problem(span, "the text has " + bytes + " bytes and '" + target.path() + "' only " + target.bits() / 8);
            return Optional.empty();
        }
        if (!target.characters() && !target.address()) {
            problem(span, "a text does not fit '" + target.path() + "', which is neither an array of characters nor a"
                    + " number of 64 bits");
            return Optional.empty();
        }
        return Optional.of(new Send.Value.Text(text));
    }

    private long time(Name written) {
        int digits = 0;
        while (digits < written.text().length() && Character.isDigit(written.text().charAt(digits))) {
            digits++;
        }
        Optional<TimeUnitWord> unit = TimeUnitWord.named(written.text().substring(digits));
        if (unit.isEmpty() || digits == 0 || digits > 9) {
            problem(written.span(), "expected a time such as 2s, 500ms, 10us or 100ns, found '" + written.text() + "'");
            return Send.USUAL_NS;
        }
        return Long.parseLong(written.text().substring(0, digits)) * unit.get().nanoseconds();
    }

    private void problem(Span span, String message) {
        problems.add(new Problem(span, Severity.ERROR, message));
    }
}
