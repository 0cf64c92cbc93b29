package dev.ringspect.server.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.ringspect.protocol.inspect.subject.CheckedType;
import dev.ringspect.protocol.inspect.subject.Role;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.Counterparts;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.CommandName;
import dev.ringspect.protocol.model.Declared;
import dev.ringspect.protocol.model.Device;
import dev.ringspect.protocol.model.FieldPath;
import dev.ringspect.protocol.model.FieldRule;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.uapi.IoctlNumber;
import dev.ringspect.server.feature.names.Occurrence;
import dev.ringspect.server.feature.names.Occurrences;
import dev.ringspect.server.feature.names.Symbol;
import dev.ringspect.server.feature.words.UapiText;
import dev.ringspect.server.state.Analysis;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.Texts;

/** What a hover shows: what a name declares, how it lies in memory, and what traffic was seen with it. */
public final class Hovers {
    private Hovers() {}

    /** About the name at {@code offset} of the text called {@code uri}; empty where there is nothing to say. */
    public static Optional<HoverText> at(Snapshot at, String uri, int offset, Cancel cancel) {
        Optional<ProtocolModel> model = at.texts().protocolFile(uri).map(Analysis::model);
        cancel.check();
        return model.isPresent()
                ? model.flatMap(file -> named(at, file, offset).or(() -> WordHovers.at(file, offset)))
                : imported(at, uri, offset, cancel);
    }

    /** About a struct or member of another language that a command's bytes hold; nothing about anything else there. */
    private static Optional<HoverText> imported(Snapshot at, String uri, int offset, Cancel cancel) {
        String name = Texts.nameOf(uri);
        for (Analysis file : at.texts().importersOf(uri)) {
            cancel.check();
            Optional<Declared> found = file.model().declaredAt(name, offset);
            if (found.isPresent()) {
                return found.map(declared -> new HoverText(declared.span(), markdown(at, file.model(), declared)
                        + "\n\nby " + source(file)));
            }
        }
        cancel.check();
        return marked(at, uri, offset, cancel).or(() -> number(at, uri, offset, cancel));
    }

    /** About the number of a command where C or Rust declares it. */
    private static Optional<HoverText> number(Snapshot at, String uri, int offset, Cancel cancel) {
        return CommandNumber.in(at, uri, cancel).stream().filter(number -> number.where().span().touches(offset))
                .findFirst().map(number -> new HoverText(number.where().span(), code(number.name()) + "\n\n"
                        + NumberText.of(number.value()) + "\n\n" + command(at, number.command()) + "\n\nby "
                        + source(number.file())));
    }

    /** About a struct or member that a comment in its own text marks, or that a driver call there is made for. */
    private static Optional<HoverText> marked(Snapshot at, String uri, int offset, Cancel cancel) {
        for (CheckedType type : DeclaredStructs.marked(at, uri, cancel)) {
            Optional<Declared> found = DeclaredStructs.at(type.type(), offset);
            if (found.isPresent()) {
                return found.map(declared -> new HoverText(declared.span(), switch (declared) {
                    case Declared.OfMember member -> member(at, List.of(), member, type.isPayload(),
                            counterparts(at, uri, cancel));
                    case Declared.OfStruct _,Declared.OfEnum _,Declared.OfConstant _,Declared.OfTypedef _,Declared.OfImport _,Declared.OfProtocol _,Declared.OfCommand _,Declared.OfSqeField _ ->
                        StructText.of(type.type(), type.roles().stream().sorted().map(Hovers::role).toList(),
                                counterparts(at, uri, cancel));
                }));
            }
        }
        return Optional.empty();
    }

    private static Counterparts counterparts(Snapshot at, String uri, Cancel cancel) {
        return at.texts().foreign(uri)
                .<Counterparts>map(document -> (struct, abi) -> document.counterpart(struct, abi, cancel))
                .orElse(Counterparts.SAME);
    }

    private static String role(Role role) {
        return switch (role) {
            case PAYLOAD_SQE64 -> "payload of a 64-byte SQE, which has 16 bytes for it";
            case PAYLOAD_SQE128 -> "payload of a 128-byte SQE, which has 80 bytes for it";
            case PAYLOAD -> "payload: 16 bytes of a 64-byte SQE, or 80 of a 128-byte SQE";
            case PART -> "part of what programs and the kernel exchange";
            case PDU -> "kept by the driver in `io_uring_cmd.pdu`, which has 32 bytes";
            case DECLARED -> "declared for a protocol";
        };
    }

    private static String source(Analysis file) {
        String uri = file.text().uri();
        return "`" + uri.substring(uri.lastIndexOf('/') + 1) + "`";
    }

    /** About a name: what its declaration says, wherever that is. */
    private static Optional<HoverText> named(Snapshot at, ProtocolModel file, int offset) {
        Optional<Occurrence> name = Occurrences.of(file).at(offset);
        if (name.isEmpty()) {
            return file.declaredAt(offset).map(found -> new HoverText(found.span(), markdown(at, file, found)));
        }
        Symbol symbol = name.get().symbol();
        Optional<String> text = declared(file, symbol).map(found -> markdown(at, file, found))
                .or(() -> WordHovers.of(at, file, symbol));
        return text.map(markdown -> new HoverText(name.get().span(), markdown));
    }

    /** What {@code symbol} stands for, be it declared in this file or in one that it imports. */
    private static Optional<Declared> declared(ProtocolModel file, Symbol symbol) {
        return symbol.declared().flatMap(place -> file.declaredAt(place.source(), place.span().start())
                .or(() -> switch (symbol.kind()) {
                    case MACRO, ENUMERATOR -> Optional.ofNullable(file.constants().get(symbol.name()))
                            .map(value -> new Declared.OfConstant(symbol.name(), value, place.span()));
                    case STRUCT, UNION, ENUM, TYPEDEF -> type(file, symbol, place.span());
                    case PROTOCOL, COMMAND, MEMBER, BITS, VALUE, SQE_FIELD, ALIAS, SQE_WORD, ERRNO, UAPI, RING_FEATURE,
                            BUILTIN_TYPE, BUILTIN_FUNCTION ->
                        Optional.empty();
                }));
    }

    private static Optional<Declared> type(ProtocolModel file, Symbol symbol, Span span) {
        String name = symbol.kind().isTag() ? symbol.kind().word() + " " + symbol.name() : symbol.name();
        return file.type(name).flatMap(type -> switch (type) {
            case Type.Struct struct -> Optional.of(new Declared.OfStruct(struct, span));
            case Type.EnumType constants -> Optional.of(new Declared.OfEnum(constants, span));
            case Type.Typedef typedef -> Optional.of(new Declared.OfTypedef(typedef, span));
            case Type.Int _,Type.FloatType _,Type.VoidType _,Type.Function _,Type.Pointer _,Type.Array _,Type.Incomplete _ ->
                Optional.empty();
        });
    }

    private static String markdown(Snapshot at, ProtocolModel model, Declared name) {
        return switch (name) {
            case Declared.OfMember member ->
                member(at, model.protocol().map(Protocol::rules).orElse(List.of()), member, inPayload(member.uses()),
                        model::counterpart);
            case Declared.OfStruct struct -> StructText.of(model, struct.type());
            case Declared.OfCommand command -> command(at, command.command());
            case Declared.OfSqeField field -> sqeField(at, field);
            case Declared.OfProtocol protocol -> protocol(at, protocol.protocol());
            case Declared.OfImport imported -> code(imported.uri());
            case Declared.OfEnum constants -> enumeration(constants.type());
            case Declared.OfConstant constant -> constant(at, model, constant);
            case Declared.OfTypedef typedef -> typedef(model, typedef.type());
        };
    }

    private static String member(Snapshot at, List<FieldRule> rules, Declared.OfMember name, boolean inPayload,
            Counterparts counterparts) {
        LayoutEngine engine = new LayoutEngine(Abi.host());
        StructLayout layout = engine.layout(name.owner());
        List<String> parts = new ArrayList<>();
        parts.add(code(MemberText.declaration(name.member())));
        parts.add("in `" + name.owner().display() + "`"
                + (name.path().equals(name.member().name()) ? "" : ", path `" + name.path() + "`"));
        StructText.find(layout.members(), name.member()).ifPresent(place -> parts
                .add(MemberText.place(place, engine.alignOf(name.member().type()), inPayload)));
        StructText.differences(name.owner(), name.member(), counterparts).ifPresent(parts::add);
        rules.stream().filter(rule -> rule.struct().equals(name.owner().name()) && rule.member().equals(name.path()))
                .forEach(rule -> rule.meanings().forEach(meaning -> parts.add(MemberText.meaning(meaning))));
        parts.addAll(TrafficText.fields(at, name.uses()));
        return String.join("\n\n", parts);
    }

    /** Whether the member's struct lies in the SQE, so that its bytes have a place there. */
    private static boolean inPayload(List<FieldPath> uses) {
        return uses.stream().anyMatch(use -> !use.path().startsWith("sqe.") && !use.path().startsWith("cqe."));
    }

    private static String command(Snapshot at, Command command) {
        List<String> parts = new ArrayList<>();
        parts.add(code("command " + command.name()));
        command.numbers().forEach(number -> parts.add("`cmd_op` `" + hex(number.value()) + "` ("
                + Long.toUnsignedString(number.value()) + "), as an ioctl number `"
                + IoctlNumber.of((int) number.value()) + "`"));
        if (!command.on().isEmpty()) {
            parts.add("on " + devices(command.on()));
        }
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
            parts.add("on " + devices(protocol.on()));
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

    private static String devices(List<Device> devices) {
        return devices.stream().map(device -> "`" + device.display() + "`").collect(Collectors.joining(", "));
    }

    private static String constant(Snapshot at, ProtocolModel model, Declared.OfConstant constant) {
        List<String> parts = new ArrayList<>();
        Optional<Origin> origin = model.constantPlace(constant.name())
                .filter(place -> !place.source().equals(model.source().uri())).flatMap(place -> Origin.of(at, place));
        parts.add(code(origin.map(Origin::line).orElse(constant.name())));
        parts.add(NumberText.of(constant.value()));
        model.enums().stream().filter(type -> !type.name().isEmpty())
                .filter(type -> type.enumerators().stream().anyMatch(one -> one.name().equals(constant.name())))
                .findFirst().ifPresent(type -> parts.add("of `" + type.display() + "`"));
        UapiText.of(constant.name()).ifPresent(parts::add);
        origin.ifPresent(declared -> parts.add(declared.place()));
        return String.join("\n\n", parts);
    }

    private static String typedef(ProtocolModel model, Type.Typedef type) {
        String target = code("typedef " + type.target().display() + " " + type.name() + ";");
        boolean sized = !(type.bare() instanceof Type.Incomplete) && !(type.bare() instanceof Type.Function)
                && !(type.bare() instanceof Type.VoidType);
        return sized
                ? target + "\n\n" + WordHovers.sizes(type, abi -> model.in(abi).type(type.name()).orElse(type))
                : target;
    }

    private static String code(String text) {
        return "```uring\n" + text + "\n```";
    }

    private static String hex(long value) {
        return String.format("0x%08x", value);
    }
}
