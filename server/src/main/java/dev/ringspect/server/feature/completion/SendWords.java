package dev.ringspect.server.feature.completion;

import java.util.List;

import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Device;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.server.feature.words.Keywords;
import dev.ringspect.server.feature.words.Signature;

/** What can be typed in a {@code send}: its command, the file, fields and their values, what is expected. */
final class SendWords {
    private final ProtocolModel model;
    private final Place place;
    private final ValueNames values;
    private final List<Suggestion> into;

    SendWords(ProtocolModel model, Place place, ValueNames values, List<Suggestion> into) {
        this.model = model;
        this.place = place;
        this.values = values;
        this.into = into;
    }

    /** Around the braces: {@code send "title" COMMAND to "path"}, then {@code expect} and {@code within}. */
    void head() {
        int expect = place.indexOf("expect");
        if (place.indexOf("within") >= 0) {
            return;
        }
        if (expect >= 0) {
            if (place.behindOperand() && place.openBracket() < 0 && place.size() > expect + 1) {
                within();
            } else {
                values.expression();
            }
            return;
        }
        switch (place.size()) {
            case 2 -> commands();
            case 3 -> keyword("to", "to \"${1:/dev/name}\"");
            case 5 -> {
                keyword("expect", "expect ${1:cqe.res} == ${2:0}");
                within();
            }
            default -> {
                // a text is what comes next
            }
        }
    }

    private void commands() {
        for (Command command : model.protocol().map(Protocol::commands).orElse(List.of())) {
            if (!command.numbers().isEmpty()) {
                String payload = command.payload().map(type -> "payload `" + type.display() + "`").orElse("");
                into.add(Suggestion.of(command.name(), Suggestion.Kind.FUNCTION,
                        command.numbers().getFirst().text(), payload, 0));
            }
        }
    }

    /** The nodes of this machine; those that speak the protocol come first. */
    void path() {
        List<Device> on = model.protocol().map(Protocol::on).orElse(List.of());
        for (String node : DeviceNodes.all()) {
            boolean spoken = on.stream().anyMatch(
                    device -> device instanceof Device.Node named && named.glob().matches("", node));
            into.add(Suggestion.of(node, Suggestion.Kind.DEVICE, "device node", spoken ? "speaks the protocol" : "",
                    spoken ? 0 : 1));
        }
    }

    /** Between the braces: a field, or its value. */
    void field() {
        int equals = place.indexOf("=");
        if (equals >= 0) {
            value();
        } else if (place.endsWith(".")) {
            values.behindDot();
        } else if (place.size() == 0) {
            values.members(0);
            values.ownNames(1, "sqe.");
            values.sqe(2);
        }
    }

    private void value() {
        int bracket = place.openBracket();
        boolean argument = bracket > 0 && !place.is(bracket - 1, "=");
        if (place.behindOperand()) {
            return;
        }
        values.constants(1);
        if (!argument && place.endsWith("=")) {
            ValueNames.Room room = values.room(place.combinedWith(_ -> false));
            if (room.address()) {
                values.function(Signature.BUFFER, 1);
            }
            if (room.address() || room.characters()) {
                values.function(Signature.TEXT, 1);
            }
        }
        values.functions(2);
    }

    private void within() {
        keyword("within", "within ${1:2s}");
    }

    private void keyword(String word, String snippet) {
        into.add(Suggestion.typed(word, snippet, Keywords.help(word).orElse("")));
    }
}
