package dev.ringspect.protocol.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.c.CDeclaration;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.syntax.uring.UringFile;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;

/** Resolves one file: constants and types first, then what the layout language says about them. */
final class ModelBuilder {
    private final UringFile file;
    private final SourceText source;
    private final List<Problem> problems;
    private final DeclarationIndex index = new DeclarationIndex();
    private final TypeBuilder types;
    private final RefineBuilder refinements;
    private final CommandBuilder commands;

    ModelBuilder(UringFile file) {
        this.file = file;
        this.source = file.source();
        this.problems = new ArrayList<>(file.problems());
        this.types = new TypeBuilder(source, problems, index);
        this.refinements = new RefineBuilder(source, types, problems, index);
        this.commands = new CommandBuilder(source, types, problems, index, refinements);
    }

    ProtocolModel build() {
        List<CDeclaration> declarations = items(UringItem.Declaration.class).stream()
                .map(UringItem.Declaration::declaration).toList();
        for (CDeclaration declaration : declarations) {
            if (declaration instanceof CDeclaration.Define define) {
                types.constants().define(define);
            }
        }
        declarations.forEach(types::declare);
        items(UringItem.Refine.class).forEach(refinements::add);
        Optional<Protocol> protocol = protocol();
        indexMembers();
        indexDefines(declarations);
        problems.sort(Comparator.comparingInt(problem -> problem.span().start()));
        return new ProtocolModel(file, protocol, types.structs(), types.enums(), types.constants().all(), problems,
                index);
    }

    private Optional<Protocol> protocol() {
        List<UringItem.ProtocolName> names = items(UringItem.ProtocolName.class);
        List<UringItem.Command> written = items(UringItem.Command.class);
        if (names.isEmpty()) {
            if (!written.isEmpty()) {
                problem(written.getFirst().name().span(),
                        "a file with commands names its protocol first; add 'protocol name;' at its top");
            }
            return Optional.empty();
        }
        names.stream().skip(1).forEach(
                second -> problem(second.span(), "a file declares one protocol; move this one to its own file"));
        Name name = names.getFirst().name();
        List<Device> on = new ArrayList<>();
        items(UringItem.On.class).forEach(item -> on.addAll(commands.devices(item)));
        boolean everyCommandSays = !written.isEmpty() && written.stream()
                .allMatch(command -> command.parts().stream().anyMatch(UringItem.On.class::isInstance));
        if (items(UringItem.On.class).isEmpty() && !everyCommandSays) {
            problems.add(new Problem(name.span(), Severity.WARNING,
                    "nothing says which files speak this protocol; add a line such as 'on device \"/dev/" + name.text()
                            + "\";'"));
        }
        RingNeeds needs = RingNeeds.NONE;
        for (UringItem.Needs item : items(UringItem.Needs.class)) {
            needs = needs.and(commands.needs(item));
        }
        long mask = Command.EVERY_BIT;
        for (UringItem.Match item : items(UringItem.Match.class)) {
            mask = commands.mask(item);
        }
        List<Command> resolved = new ArrayList<>();
        for (UringItem.Command item : written) {
            resolved.add(commands.command(item, name.text(), needs, mask));
        }
        reportDoubles(resolved);
        Protocol protocol = new Protocol(name.text(), source.at(name.span()), on, needs, resolved,
                refinements.rules(), refinements.values(), types.constants().all());
        index.add(new Declared.OfProtocol(protocol, name.span()));
        return Optional.of(protocol);
    }

    private void reportDoubles(List<Command> commands) {
        Map<String, Command> byName = new HashMap<>();
        Map<Long, Command> byNumber = new HashMap<>();
        for (Command command : commands) {
            if (byName.put(command.name(), command) != null) {
                problem(command.where().span(), "there is another command '" + command.name() + "'");
            }
            for (Command.CmdOp number : command.numbers()) {
                Command other = byNumber.put(number.value() & command.mask(), command);
                if (other != null && other.on().equals(command.on())) {
                    problem(number.where().span(),
                            "0x" + Long.toHexString(number.value()) + " is command " + other.name() + " already");
                }
            }
        }
    }

    private void indexMembers() {
        for (Type.Struct struct : types.structs()) {
            members(struct, struct, "");
        }
    }

    /** Members belong to the struct with a tag that they stand in; one with its own tag speaks for itself. */
    private void members(Type.Struct owner, Type.Struct struct, String prefix) {
        for (Member member : struct.members()) {
            String path = prefix.isEmpty() || member.name().isEmpty()
                    ? prefix + member.name()
                    : prefix + "." + member.name();
            Optional<Location> where = member.where();
            if (where.isPresent() && !member.name().isEmpty()) {
                Span span = where.get().span();
                index.add(new Declared.OfMember(owner, member, path, index.usesOf(where.get()), span));
            }
            if (innermost(member.type()) instanceof Type.Struct inner && inner.name().isEmpty()) {
                members(owner, inner, path);
            }
        }
    }

    private static Type innermost(Type type) {
        Type bare = type.bare();
        while (bare instanceof Type.Array array) {
            bare = array.element().bare();
        }
        return bare;
    }

    private void indexDefines(List<CDeclaration> declarations) {
        Map<String, Long> values = types.constants().all();
        for (CDeclaration declaration : declarations) {
            if (declaration instanceof CDeclaration.Define define && values.containsKey(define.name().text())) {
                index.add(new Declared.OfConstant(define.name().text(), values.get(define.name().text()),
                        define.name().span()));
            }
        }
    }

    private <T extends UringItem> List<T> items(Class<T> kind) {
        return file.items().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void problem(Span span, String message) {
        problems.add(new Problem(span, Severity.ERROR, message));
    }
}
