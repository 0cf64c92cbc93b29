package dev.ringspect.protocol.inspect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Subject;
import dev.ringspect.protocol.inspect.subject.Silence;
import dev.ringspect.protocol.model.Check;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.CommandName;
import dev.ringspect.protocol.model.ErrnoText;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.FieldPath;
import dev.ringspect.protocol.model.FieldRule;
import dev.ringspect.protocol.model.MemberPaths;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.Location;

/**
 * Gives a finding of traffic the place where its subject is declared, and leaves out what a remark there silences: the
 * one way from names to places, for whoever shows findings. Used by one thread.
 */
public final class Placement {
    private final List<ProtocolModel> models;
    private final Silence silence;
    private final Map<Subject, Optional<Place>> known = new HashMap<>();

    /** @param rules the rules that ask for what was found missing, where they are others than the place */
    private record Place(Location where, List<Location> rules) {}

    /**
     * Places in some files.
     *
     * @param models the files; of several that declare a thing the first counts
     * @param silence what the remarks in them, and in what they import, say
     */
    public Placement(List<ProtocolModel> models, Silence silence) {
        this.models = List.copyOf(models);
        this.silence = silence;
    }

    /** The finding at its place; without one where no file declares what it is about; empty where a remark silences it. */
    public Optional<Finding> place(Finding finding) {
        Optional<Place> place = known.computeIfAbsent(finding.subject(), this::find);
        if (place.isEmpty()) {
            return Optional.of(finding);
        }
        Finding placed = finding.at(place.get().where);
        for (Location rule : place.get().rules) {
            placed = placed.with(Optional.of(rule), "declared here");
        }
        return silence.covers(placed) ? Optional.empty() : Optional.of(placed);
    }

    private Optional<Place> find(Subject subject) {
        return models.stream().flatMap(model -> find(model, subject).stream()).findFirst();
    }

    private static Optional<Place> find(ProtocolModel model, Subject subject) {
        return switch (subject) {
            case Subject.Undeclared _ -> Optional.empty();
            case Subject.OfProtocol(String name) -> protocol(model, name).map(Protocol::where).map(Placement::at);
            case Subject.OfCommand(CommandName command) -> command(model, command);
            case Subject.OfField(FieldPath field) -> field(model, field);
            case Subject.OfCheck check ->
                declared(model, check.command()).flatMap(command -> check(command, check)).map(Check::where)
                        .map(Placement::at).or(() -> command(model, check.command()));
            case Subject.OfErrno(CommandName name, int errno) ->
                declared(model, name).flatMap(command -> command.explain(errno)).map(ErrnoText::where)
                        .map(Placement::at).or(() -> command(model, name));
        };
    }

    private static Place at(Location where) {
        return new Place(where, List.of());
    }

    private static Optional<Protocol> protocol(ProtocolModel model, String name) {
        return model.protocol().filter(protocol -> protocol.name().equals(name));
    }

    private static Optional<Command> declared(ProtocolModel model, CommandName name) {
        return protocol(model, name.protocol()).flatMap(protocol -> protocol.command(name.command()));
    }

    /** The command's name; what was in the command and is not there any more stands on it too. */
    private static Optional<Place> command(ProtocolModel model, CommandName name) {
        return declared(model, name).map(Command::where).map(Placement::at);
    }

    private static Optional<Place> field(ProtocolModel model, FieldPath field) {
        return model.locate(field).map(where -> new Place(where, limits(model, field)))
                .or(() -> command(model, new CommandName(field.protocol(), field.command())));
    }

    /** The rules that say which values the field may have. */
    private static List<Location> limits(ProtocolModel model, FieldPath field) {
        String path = MemberPaths.withoutIndexes(field.path());
        return model.protocol().stream().flatMap(protocol -> protocol.rules().stream())
                .filter(rule -> path.equals(rule.member()) || path.endsWith("." + rule.member()))
                .filter(rule -> rule.meanings().stream().anyMatch(meaning -> meaning instanceof FieldMeaning.MustBe
                        || meaning instanceof FieldMeaning.Within))
                .map(FieldRule::where).toList();
    }

    /** Others may have been written above it since, or it was moved. */
    private static Optional<Check> check(Command command, Subject.OfCheck subject) {
        List<Check> checks = command.checks();
        if (subject.number() < checks.size() && checks.get(subject.number()).text().equals(subject.text())) {
            return Optional.of(checks.get(subject.number()));
        }
        return checks.stream().filter(check -> check.text().equals(subject.text())).findFirst();
    }
}
