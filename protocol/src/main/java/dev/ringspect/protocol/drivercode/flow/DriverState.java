package dev.ringspect.protocol.drivercode.flow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import dev.ringspect.protocol.text.Span;

/**
 * What is known at a place of a driver's function.
 *
 * @param done the commands that were completed, by the expression that names them, and where
 * @param values what is known of variables
 * @param aliases the names by which the function can hand on its command: the command, its pdu, what holds one of them
 * @param payloads pointers into the command bytes of the SQE, with what they point to
 * @param sqes pointers to the SQE
 * @param reads what was read of the SQE, and where
 * @param facts what else is known
 */
record DriverState(Map<String, Span> done, Map<String, DriverValue> values, Set<String> aliases,
        Map<String, Payload> payloads,
        Set<String> sqes, Map<String, Span> reads, Set<Fact> facts) {
    /** What holds or does not. */
    enum Fact {
        /** Something outlives the call that knows the command. */
        KEPT,
        /** The SQE was asked to have 128 bytes. */
        TESTED,
        /** The SQE lies in the kernel's own memory. */
        COPIED,
        /** The call is one that cancels: what it returns is not looked at. */
        CANCELS
    }

    /**
     * A pointer into the command bytes.
     *
     * @param type what it points to
     * @param risk what is wrong with reading there while nothing has asked how large the SQE is
     */
    record Payload(String type, Optional<DriverMistake> risk) {}

    DriverState {
        done = Map.copyOf(done);
        values = Map.copyOf(values);
        aliases = Set.copyOf(aliases);
        payloads = Map.copyOf(payloads);
        sqes = Set.copyOf(sqes);
        reads = Map.copyOf(reads);
        facts = Set.copyOf(facts);
    }

    boolean is(Fact fact) {
        return facts.contains(fact);
    }

    /** This state with changes. */
    DriverState with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.changed(this);
    }

    /** A state that is being made. */
    static final class Draft {
        final Map<String, Span> done;
        final Map<String, DriverValue> values;
        final Set<String> aliases;
        final Map<String, Payload> payloads;
        final Set<String> sqes;
        final Map<String, Span> reads;
        final Set<Fact> facts;

        Draft(DriverState from) {
            done = new HashMap<>(from.done);
            values = new HashMap<>(from.values);
            aliases = new HashSet<>(from.aliases);
            payloads = new HashMap<>(from.payloads);
            sqes = new HashSet<>(from.sqes);
            reads = new HashMap<>(from.reads);
            facts = new HashSet<>(from.facts);
        }

        /** This as a state, which shares with {@code from} what did not change; {@code from} where nothing did. */
        DriverState changed(DriverState from) {
            DriverState after = new DriverState(done.equals(from.done) ? from.done : done,
                    values.equals(from.values) ? from.values : values,
                    aliases.equals(from.aliases) ? from.aliases : aliases,
                    payloads.equals(from.payloads) ? from.payloads : payloads,
                    sqes.equals(from.sqes) ? from.sqes : sqes, reads.equals(from.reads) ? from.reads : reads,
                    facts.equals(from.facts) ? from.facts : facts);
            return after.equals(from) ? from : after;
        }

        DriverState state() {
            return new DriverState(done, values, aliases, payloads, sqes, reads, facts);
        }
    }
}
