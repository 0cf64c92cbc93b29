package dev.ringspect.protocol.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.expr.Symbol;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.uapi.FileIdentity;

/**
 * A command protocol: what one kind of file understands.
 *
 * @param name its name
 * @param where its name in its text
 * @param on the files it is spoken on
 * @param needs what every ring must have been set up with
 * @param commands its commands in order
 * @param rules what {@code refine} says about members of its structs
 * @param values numbers that {@code refine} makes of several members
 * @param variants what {@code refine} lets the value of a member decide
 * @param constants names that expressions about it may use
 * @param measured types whose sizes these ask for, by the names that they use
 */
public record Protocol(String name, Location where, List<Device> on, RingNeeds needs, List<Command> commands,
        List<FieldRule> rules, List<ValueRule> values, List<VariantRule> variants, Map<String, Long> constants,
        Map<String, Type> measured) {
    public Protocol {
        on = List.copyOf(on);
        commands = List.copyOf(commands);
        rules = List.copyOf(rules);
        values = List.copyOf(values);
        variants = List.copyOf(variants);
        constants = Map.copyOf(constants);
        measured = Map.copyOf(measured);
    }

    /** Whether it, or one of its commands, is spoken on {@code file}. */
    public boolean matches(FileIdentity file) {
        if (anyIs(on, file)) {
            return true;
        }
        for (int i = 0; i < commands.size(); i++) {
            if (anyIs(commands.get(i).on(), file)) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyIs(List<Device> devices, FileIdentity file) {
        for (int i = 0; i < devices.size(); i++) {
            if (devices.get(i).matches(file)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The command that {@code cmdOp} is on {@code file}. A command that names the number goes before one that takes every
     * number.
     *
     * @param cmdOp unsigned 32-bit number
     */
    public Optional<Command> command(FileIdentity file, long cmdOp) {
        Command any = null;
        for (int i = 0; i < commands.size(); i++) {
            Command command = commands.get(i);
            if (!command.takes(cmdOp) || !spokenOn(command, file)) {
                continue;
            }
            if (!command.numbers().isEmpty()) {
                return Optional.of(command);
            }
            any = any == null ? command : any;
        }
        return Optional.ofNullable(any);
    }

    /** The command called {@code name}. */
    public Optional<Command> command(String name) {
        return commands.stream().filter(command -> command.name().equals(name)).findFirst();
    }

    /** A constant that expressions about the protocol may name: one of its file, else an opcode or flag of io_uring, else an errno as a positive number. */
    public Optional<Symbol> constant(String name) {
        return NamedConstants.of(constants, name);
    }

    /** The type that {@code sizeof(name)} and {@code offsetof(name, member)} in its expressions are about. */
    public Optional<Type> measured(String name) {
        return Optional.ofNullable(measured.get(name));
    }

    private boolean spokenOn(Command command, FileIdentity file) {
        return anyIs(command.on().isEmpty() ? on : command.on(), file);
    }
}
