package dev.ringspect.server.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Declared;
import dev.ringspect.protocol.model.Device;
import dev.ringspect.protocol.model.FieldPath;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.uapi.IoctlNumber;
import dev.ringspect.server.state.Analysis;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.TrafficView.CommandName;

/** What a hover shows: what a name declares, how it lies in memory, and what traffic was seen with it. */
public final class Hovers {
    private Hovers() {}

    /** About the name at {@code offset} of the text called {@code uri}; empty where there is nothing to say. */
    public static Optional<HoverText> at(Snapshot at, String uri, int offset, Cancel cancel) {
        Optional<ProtocolModel> model = at.texts().protocolFile(uri).map(Analysis::model);
        cancel.check();
        return model.flatMap(file -> file.declaredAt(offset)
                .map(name -> new HoverText(name.span(), markdown(at, file, name))));
    }

    private static String markdown(Snapshot at, ProtocolModel model, Declared name) {
        return switch (name) {
            case Declared.OfMember member -> member(at, model, member);
            case Declared.OfStruct struct -> struct(struct.type());
            case Declared.OfCommand command -> command(at, command.command());
            case Declared.OfSqeField field -> sqeField(at, field);
            case Declared.OfProtocol protocol -> protocol(at, protocol.protocol());
            case Declared.OfImport imported -> code(imported.uri());
            case Declared.OfEnum constants -> enumeration(constants.type());
            case Declared.OfConstant constant -> code(constant.name() + " = " + constant.value() + " ("
                    + hex(constant.value()) + ")");
            case Declared.OfTypedef typedef -> code("typedef " + typedef.type().target().display() + " "
                    + typedef.type().name() + ";");
        };
    }

    private static String member(Snapshot at, ProtocolModel model, Declared.OfMember name) {
        LayoutEngine engine = new LayoutEngine(Abi.host());
        StructLayout layout = engine.layout(name.owner());
        List<String> parts = new ArrayList<>();
        parts.add(code(MemberText.declaration(name.member())));
        parts.add("in `" + name.owner().display() + "`"
                + (name.path().equals(name.member().name()) ? "" : ", path `" + name.path() + "`"));
        find(layout.members(), name.member()).ifPresent(place -> parts
                .add(MemberText.place(place, engine.alignOf(name.member().type()), inPayload(name.uses()))));
        model.protocol().ifPresent(protocol -> protocol.rules().stream()
                .filter(rule -> rule.struct().equals(name.owner().name()) && rule.member().equals(name.path()))
                .forEach(rule -> rule.meanings().forEach(meaning -> parts.add(MemberText.meaning(meaning)))));
        parts.addAll(TrafficText.fields(at, name.uses()));
        return String.join("\n\n", parts);
    }

    private static Optional<MemberLayout> find(List<MemberLayout> members, Member member) {
        for (MemberLayout layout : members) {
            if (layout.member().equals(member)) {
                return Optional.of(layout);
            }
            Optional<MemberLayout> inner = find(layout.members(), member);
            if (inner.isPresent()) {
                return inner;
            }
        }
        return Optional.empty();
    }

    /** Whether the member's struct lies in the SQE, so that its bytes have a place there. */
    private static boolean inPayload(List<FieldPath> uses) {
        return uses.stream().anyMatch(use -> !use.path().startsWith("sqe.") && !use.path().startsWith("cqe."));
    }

    private static String struct(Type.Struct type) {
        StructLayout layout = new LayoutEngine(Abi.host()).layout(type);
        StringBuilder text = new StringBuilder(code(type.display()));
        text.append("\n\n").append(layout.size()).append(" bytes, aligned to ").append(layout.align());
        long inHoles = layout.holes().stream().mapToLong(StructLayout.Hole::size).sum();
        if (inHoles > 0) {
            text.append("; ").append(inHoles).append(" bytes in holes: ").append(layout.holes().stream()
                    .map(hole -> hole.size() + " at offset " + hole.offset()).collect(Collectors.joining(", ")));
        }
        if (layout.tailPadding() > 0) {
            text.append("; ").append(layout.tailPadding()).append(" bytes of padding at the end");
        }
        text.append("\n\n| offset | size | member |\n|---:|---:|---|\n");
        layout.members().forEach(member -> text.append(MemberText.row(member)));
        return text.toString();
    }

    private static String command(Snapshot at, Command command) {
        List<String> parts = new ArrayList<>();
        parts.add(code("command " + command.name()));
        command.numbers().forEach(number -> parts.add("`cmd_op` `" + hex(number.value()) + "` ("
                + Long.toUnsignedString(number.value()) + "), as an ioctl number `"
                + IoctlNumber.of((int) number.value()) + "`"));
        if (command.numbers().isEmpty()) {
            parts.add("every `cmd_op`");
        }
        command.since().ifPresent(since -> parts.add("since Linux " + since));
        command.payload().ifPresent(payload -> parts.add("payload `" + payload.display() + "`, "
                + new LayoutEngine(Abi.host()).sizeOf(payload) + " of the " + command.needs().commandBytes()
                + " bytes that the SQE has for it"));
        if (!command.needs().allOf().isEmpty()) {
            parts.add("needs a ring with `" + command.needs() + "`");
        }
        parts.addAll(TrafficText.command(at, new CommandName(command.protocol(), command.name())));
        return String.join("\n\n", parts);
    }

    private static String sqeField(Snapshot at, Declared.OfSqeField name) {
        List<String> parts = new ArrayList<>();
        parts.add(code(name.use().path()));
        parts.add("of command `" + name.use().command() + "`");
        name.field().meanings().forEach(meaning -> parts.add(MemberText.meaning(meaning)));
        parts.addAll(TrafficText.fields(at, List.of(name.use())));
        return String.join("\n\n", parts);
    }

    private static String protocol(Snapshot at, Protocol protocol) {
        List<String> parts = new ArrayList<>();
        parts.add(code("protocol " + protocol.name()));
        if (!protocol.on().isEmpty()) {
            parts.add("on " + protocol.on().stream().map(Device::display).map(device -> "`" + device + "`")
                    .collect(Collectors.joining(", ")));
        }
        parts.add(protocol.commands().size() + " commands");
        parts.addAll(TrafficText.protocol(at, protocol));
        return String.join("\n\n", parts);
    }

    private static String enumeration(Type.EnumType type) {
        StringBuilder text = new StringBuilder(code(type.display() + " : " + type.underlying().display()));
        text.append("\n\n| constant | value |\n|---|---:|\n");
        type.enumerators().stream().limit(MemberText.MOST_ROWS).forEach(
                constant -> text.append("| ").append(constant.name()).append(" | ").append(constant.value())
                        .append(" |\n"));
        return text.toString();
    }

    private static String code(String text) {
        return "```uring\n" + text + "\n```";
    }

    private static String hex(long value) {
        return String.format("0x%08x", value);
    }
}
