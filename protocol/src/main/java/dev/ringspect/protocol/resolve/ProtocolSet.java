package dev.ringspect.protocol.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.FieldPath;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.resolve.type.Elsewhere;
import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;
import dev.ringspect.protocol.uapi.FileIdentity;

/**
 * The protocols in force: the user's, then those that come with Ringspect. Of several for one file the first that knows
 * the number answers, so that a user's protocol goes before a built-in one, number by number. Immutable.
 */
public final class ProtocolSet {
    private final List<ProtocolModel> models;
    private final List<Protocol> inOrder;
    private final Map<String, String> unreadable;
    private final Map<Abi, List<Protocol>> narrow = new ConcurrentHashMap<>();

    private ProtocolSet(List<ProtocolModel> user, Map<String, String> unreadable) {
        List<ProtocolModel> all = new ArrayList<>(user);
        all.addAll(BuiltinProtocols.models());
        this.models = List.copyOf(all);
        this.inOrder = models.stream().flatMap(model -> model.protocol().stream()).toList();
        this.unreadable = Map.copyOf(unreadable);
    }

    /** The protocols that come with Ringspect. */
    public static ProtocolSet builtin() {
        return new ProtocolSet(List.of(), Map.of());
    }

    /** These files with what they import, then the built-in protocols. */
    public static ProtocolSet of(Sources sources, List<String> uris) {
        Environment environment = Environment.disk().with(sources);
        List<ProtocolModel> models = new ArrayList<>();
        Map<String, String> unreadable = new TreeMap<>();
        for (String uri : uris) {
            switch (sources.read(uri)) {
                case Sources.Read.Found(SourceText text) -> models.add(ProtocolModel.of(text, environment));
                case Sources.Read.Unreadable(String missing, String reason) -> unreadable.put(missing, reason);
            }
        }
        return new ProtocolSet(models, unreadable);
    }

    /** These models, then the built-in protocols. */
    public static ProtocolSet of(List<ProtocolModel> user) {
        return new ProtocolSet(user, Map.of());
    }

    /** All models, the user's first. */
    public List<ProtocolModel> models() {
        return models;
    }

    /** Files that could not be read, with the reason. */
    public Map<String, String> unreadable() {
        return unreadable;
    }

    /** All protocols, in the order in which they are asked. */
    public List<Protocol> protocols() {
        return inOrder;
    }

    /** The protocol called {@code name}. */
    public Optional<Protocol> protocol(String name) {
        return inOrder.stream().filter(protocol -> protocol.name().equals(name)).findFirst();
    }

    /** The model of the text called {@code uri}. */
    public Optional<ProtocolModel> model(String uri) {
        return models.stream().filter(model -> model.source().uri().equals(uri)).findFirst();
    }

    /**
     * Whose request it is: the file decides on the protocol, then {@code cmdOp} on the command; a {@code cmd_op} alone
     * never decides anything, since one number means different things on different files.
     *
     * <p>
     * A command for every number answers only if its protocol is the first that the file speaks: a number that the user's
     * own protocol lacks is rather not known than explained away.
     *
     * @param file the request's file
     * @param cmdOp unsigned 32-bit number
     */
    public Optional<Resolution> resolve(FileIdentity file, long cmdOp) {
        return resolve(inOrder, file, cmdOp);
    }

    /**
     * Whose request of a program of {@code abi} it is. That one's headers may make another number of a struct's size; a
     * number that they do not make is looked for among those of {@link #resolve(FileIdentity, long)}. Types and rules are
     * always {@code abi}'s.
     */
    public Optional<Resolution> resolve(FileIdentity file, long cmdOp, Abi abi) {
        List<Protocol> theirs = protocols(abi);
        Optional<Resolution> own = resolve(theirs, file, cmdOp);
        if (own.isEmpty() || own.get().command().isPresent()) {
            return own;
        }
        return resolve(file, cmdOp).flatMap(wide -> wide.command().flatMap(command -> theirs
                .get(inOrder.indexOf(wide.protocol())).command(command.name()))
                .map(command -> new Resolution(theirs.get(inOrder.indexOf(wide.protocol())), Optional.of(command))))
                .or(() -> own);
    }

    /** All protocols as programs of {@code abi} have them, in the order of {@link #protocols()}. */
    private List<Protocol> protocols(Abi abi) {
        List<Protocol> known = narrow.get(abi);
        if (known == null) {
            known = models.stream().flatMap(model -> model.protocol().stream()
                    .map(wide -> model.in(abi).protocol().orElse(wide))).toList();
            narrow.put(abi, known);
        }
        return known;
    }

    private static Optional<Resolution> resolve(List<Protocol> inOrder, FileIdentity file, long cmdOp) {
        Protocol first = null;
        for (int i = 0; i < inOrder.size(); i++) {
            Protocol protocol = inOrder.get(i);
            if (!protocol.matches(file)) {
                continue;
            }
            Optional<Command> command = protocol.command(file, cmdOp);
            boolean anyNumber = command.isPresent() && command.get().numbers().isEmpty();
            if (command.isPresent() && (first == null || !anyNumber)) {
                return Optional.of(new Resolution(protocol, command));
            }
            first = first == null ? protocol : first;
        }
        return first == null ? Optional.empty() : Optional.of(new Resolution(first, Optional.empty()));
    }

    /**
     * What {@code cmdOp} is on other files, when {@link #resolve} knows no command of that number on {@code file}: a command of
     * the protocol that the file speaks, else one of another protocol, of which only the numbers count that are made by _IOWR and
     * its like, since small ones mean something everywhere.
     *
     * @param cmdOp unsigned 32-bit number
     */
    public Optional<Elsewhere> elsewhere(FileIdentity file, long cmdOp) {
        Optional<Protocol> spoken = inOrder.stream().filter(protocol -> protocol.matches(file)).findFirst();
        Optional<Elsewhere> own = spoken.stream().flatMap(protocol -> protocol.commands().stream()
                .filter(command -> !command.numbers().isEmpty() && command.takes(cmdOp))
                .map(command -> elsewhere(protocol, command))).findFirst();
        if (own.isPresent() || cmdOp >>> 16 == 0) {
            return own;
        }
        return inOrder.stream().flatMap(protocol -> protocol.commands().stream()
                .filter(command -> command.numbers().stream().anyMatch(number -> number.value() == cmdOp))
                .map(command -> elsewhere(protocol, command))).findFirst();
    }

    private static Elsewhere elsewhere(Protocol protocol, Command command) {
        return new Elsewhere(command, command.on().isEmpty() ? protocol.on() : command.on());
    }

    /** Where a field of a command is declared. */
    public Optional<Location> locate(FieldPath path) {
        return models.stream().flatMap(model -> model.locate(path).stream()).findFirst();
    }
}
