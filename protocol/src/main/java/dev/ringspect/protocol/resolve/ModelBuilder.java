package dev.ringspect.protocol.resolve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Declared;
import dev.ringspect.protocol.model.Device;
import dev.ringspect.protocol.model.MemberPaths;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.model.Refinement;
import dev.ringspect.protocol.model.RingNeeds;
import dev.ringspect.protocol.model.Send;
import dev.ringspect.protocol.resolve.rule.RefineBuilder;
import dev.ringspect.protocol.resolve.type.DeclarationIndex;
import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.resolve.type.Types;
import dev.ringspect.protocol.syntax.c.CDeclaration;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.syntax.c.TypeSpecifier;
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
    private final DeclarationIndex index;
    private final Types types;
    private final Environment environment;
    private final Indexer indexer;
    private final RefineBuilder refinements;
    private final CommandBuilder commands;

    ModelBuilder(UringFile file, Environment environment) {
        this.file = file;
        this.source = file.source();
        this.problems = new ArrayList<>(file.problems());
        this.index = new DeclarationIndex(source.uri());
        Environment with = environment.with(environment.sources().with(source));
        this.environment = environment;
        this.types = new Types(file, with, problems);
        this.indexer = new Indexer(types, index);
        this.refinements = new RefineBuilder(source, types, problems, index);
        this.commands = new CommandBuilder(source, types, problems, index, refinements);
    }

    ProtocolModel build() {
        indexer.references(items(UringItem.Declaration.class));
        items(UringItem.Import.class).forEach(item -> types.imported(item)
                .ifPresent(uri -> index.add(new Declared.OfImport(uri, item.path().span()))));
        countedBy();
        items(UringItem.Refine.class).forEach(refinements::add);
        Optional<Protocol> protocol = protocol();
        List<Send> sends = sends(protocol);
        List<Type.Struct> imported = imported(protocol);
        types.structs().forEach(indexer::declared);
        types.enums().forEach(indexer::declared);
        indexer.own(source.uri());
        imported.forEach(indexer::declared);
        List<Problem> ordered = problems.stream().distinct()
                .sorted(Comparator.comparingInt(problem -> problem.span().start())).toList();
        return new ProtocolModel(file, protocol, sends,
                new ProtocolModel.Named(types.structs(), types.enums(), imported,
                        types.constants().all(), types.constants().places(), types.typedefPlaces(),
                        types.dependencies()),
                Problem.readable(ordered), index, types, environment);
    }

    /** The counters of arrays, which the C of the file names in an attribute. */
    private void countedBy() {
        for (UringItem.Declaration item : items(UringItem.Declaration.class)) {
            if (item.declaration() instanceof CDeclaration.Types(boolean _, TypeSpecifier.Struct written, var _, var _, var _)
                    && written.members().isPresent()) {
                Location where = source.at(written.span());
                types.structs().stream().filter(struct -> struct.where().filter(where::equals).isPresent())
                        .findFirst().ifPresent(struct -> refinements.countedBy(struct, written.members().get()));
            }
        }
    }

    private List<Send> sends(Optional<Protocol> protocol) {
        List<UringItem.Send> written = items(UringItem.Send.class);
        if (protocol.isEmpty()) {
            written.stream().limit(1).forEach(first -> problem(first.command().span(),
                    "a file that sends commands declares their protocol; add 'protocol name;' at its top"));
            return List.of();
        }
        SendBuilder builder = new SendBuilder(source, types, problems, index, protocol.get());
        return written.stream().flatMap(item -> builder.send(item).stream()).toList();
    }

    /** The structs of other files that a command's bytes hold, or that a {@code refine} speaks about. */
    private List<Type.Struct> imported(Optional<Protocol> protocol) {
        Set<Type.Struct> reached = new LinkedHashSet<>();
        protocol.ifPresent(found -> found.commands().stream()
                .flatMap(command -> Stream.concat(command.payload().stream(), command.pdu().stream()))
                .forEach(outer -> {
                    MemberPaths.of(outer, false).forEach(at -> {
                        if (at.member().type().innermost() instanceof Type.Struct inner
                                && !inner.name().isEmpty()) {
                            reached.add(inner);
                        }
                    });
                    reached.add(outer);
                }));
        reached.addAll(refinements.refined());
        return reached.stream().filter(struct -> struct.where().isPresent()
                && !struct.where().get().source().equals(source.uri())).toList();
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
        items(UringItem.On.class).forEach(item -> {
            List<Device> more = commands.devices(item);
            if (!more.isEmpty() && on.containsAll(more)) {
                problems.add(new Problem(item.span(), Severity.WARNING,
                        "another 'on' says this already; several lines add up"));
            }
            on.addAll(more);
        });
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
        Refinement refinement = refinements.refinement();
        Protocol protocol = new Protocol(name.text(), source.at(name.span()), on, needs, resolved, refinement.rules(),
                refinement.values(), refinement.variants(), types.constants().all(), types.measured());
        index.add(new Declared.OfProtocol(protocol, name.span()));
        return Optional.of(protocol);
    }

    private void reportDoubles(List<Command> commands) {
        Map<String, Command> byName = new HashMap<>();
        Map<Long, Command> byNumber = new HashMap<>();
        for (Command command : commands) {
            Command sameName = byName.put(command.name(), command);
            if (sameName != null) {
                problems.add(new Problem(command.where().span(), Severity.ERROR,
                        "there is another command '" + command.name() + "'", List.of(sameName.where())));
            }
            for (Command.CmdOp number : command.numbers()) {
                Command other = byNumber.put(number.value() & command.mask(), command);
                if (other != null && other.on().equals(command.on())) {
                    problems.add(new Problem(number.where().span(), Severity.ERROR,
                            "0x" + Long.toHexString(number.value()) + " is command " + other.name() + " already",
                            List.of(other.where())));
                }
            }
        }
    }

    private <T extends UringItem> List<T> items(Class<T> kind) {
        return file.items().stream().filter(kind::isInstance).map(kind::cast)
                .filter(item -> item instanceof UringItem.Declaration || types.isActive(item)).toList();
    }

    private void problem(Span span, String message) {
        problems.add(new Problem(span, Severity.ERROR, message));
    }
}
