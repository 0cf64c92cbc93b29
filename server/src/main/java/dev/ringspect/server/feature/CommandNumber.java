package dev.ringspect.server.feature;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.server.state.Analysis;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.Texts;

/**
 * A constant of a C or Rust text that is the {@code cmd_op} of a command.
 *
 * @param name the constant
 * @param value its number
 * @param where its name, where it is declared
 * @param command the first command that it is the number of
 * @param file the protocol file that says so
 */
record CommandNumber(String name, long value, Location where, Command command, Analysis file) {
    /** Those that stand in the text called {@code uri}, each once. */
    static List<CommandNumber> in(Snapshot at, String uri, Cancel cancel) {
        Map<Location, CommandNumber> found = new LinkedHashMap<>();
        for (Analysis file : at.texts().importersOf(uri)) {
            cancel.check();
            ProtocolModel model = file.model();
            List<Command> commands = model.protocol().map(protocol -> protocol.commands()).orElse(List.of());
            for (Command command : commands) {
                for (Command.CmdOp number : command.numbers()) {
                    Optional<Location> where = model.constantPlace(number.text())
                            .filter(place -> Texts.areSame(place.source(), uri));
                    where.ifPresent(place -> found.putIfAbsent(place,
                            new CommandNumber(number.text(), number.value(), place, command, file)));
                }
            }
        }
        return List.copyOf(found.values());
    }
}
