package dev.ringspect.protocol.inspect;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.SourceText;

/**
 * What inspections look at: one text, and the structs in it and in what it includes that matter to io_uring commands.
 * Used by one thread.
 */
public final class CheckedSet {
    private final SourceText source;
    private final Optional<ProtocolModel> model;
    private final List<CheckedType> types;
    private final Function<String, Optional<SourceText>> texts;
    private final List<Remark> remarks;
    private final List<ProtocolModel> others;

    private CheckedSet(SourceText source, Optional<ProtocolModel> model, List<CheckedType> types,
            Function<String, Optional<SourceText>> texts, Collection<ProtocolModel> others) {
        this.source = source;
        this.model = model;
        this.types = List.copyOf(types);
        this.texts = texts;
        this.remarks = Remark.of(source);
        this.others = List.copyOf(others);
    }

    /** A protocol file alone. */
    public static CheckedSet of(ProtocolModel model) {
        return of(model, List.of());
    }

    /**
     * A protocol file.
     *
     * @param others the other protocol files that are used beside it
     */
    public static CheckedSet of(ProtocolModel model, Collection<ProtocolModel> others) {
        return new CheckedSet(model.source(), Optional.of(model), Roles.of(model, true).types(), _ -> Optional.empty(),
                others);
    }

    /**
     * A C header or source: the structs that a remark in it marks, and those that protocol files reach.
     *
     * @param protocols protocol files that may reach its structs
     */
    public static CheckedSet of(CTranslationUnit unit, Collection<ProtocolModel> protocols) {
        SourceText source = unit.source();
        List<Roles> reached = protocols.stream().map(model -> Roles.of(model, false)).toList();
        List<Remark> remarks = Remark.of(source);
        Roles roles = new Roles();
        for (Type.Struct struct : unit.structs()) {
            if (unit.unknown(struct).isEmpty() && Roles.isOf(struct, source.uri())) {
                marks(remarks, struct).forEach(role -> roles.add(struct, role));
                reached.forEach(of -> of.of(struct).forEach(role -> roles.add(struct, role)));
            }
        }
        return new CheckedSet(source, Optional.empty(), roles.types(), unit::source, List.of());
    }

    private static List<Role> marks(List<Remark> remarks, Type.Struct struct) {
        int at = struct.where().map(Location::span).map(span -> span.start()).orElse(-1);
        return remarks.stream().filter(remark -> remark.covers(at)).flatMap(remark -> role(remark).stream()).toList();
    }

    private static Optional<Role> role(Remark remark) {
        return switch (remark.word()) {
            case "payload" -> Optional.of(remark.words().stream().anyMatch(word -> word.text().equals("sqe128"))
                    ? Role.PAYLOAD_SQE128
                    : Role.PAYLOAD_SQE64);
            case "pdu" -> Optional.of(Role.PDU);
            default -> Optional.empty();
        };
    }

    /** The text that is checked; findings may stand in texts that it includes too. */
    public SourceText source() {
        return source;
    }

    /** What the text declares, where it is a protocol file. */
    Optional<ProtocolModel> model() {
        return model;
    }

    /** The other protocol files. */
    List<ProtocolModel> others() {
        return others;
    }

    /** The structs to inspect; one that lies in another stands before it, as far as the text has it so. */
    public List<CheckedType> types() {
        return types;
    }

    /** What an ABI makes of the structs that programs and the kernel exchange. */
    List<StructLayout> layouts(Abi abi) {
        LayoutEngine engine = new LayoutEngine(abi);
        return types.stream().filter(CheckedType::isShared).map(type -> engine.layout(type.type())).toList();
    }

    /** The text called {@code uri}, where it is one of these. */
    Optional<SourceText> text(String uri) {
        return uri.equals(source.uri()) ? Optional.of(source) : texts.apply(uri);
    }

    /** The comments of the text that speak to Ringspect. */
    List<Remark> remarks() {
        return remarks;
    }
}
