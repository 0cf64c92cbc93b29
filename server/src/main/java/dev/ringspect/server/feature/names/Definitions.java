package dev.ringspect.server.feature.names;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.FieldRule;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Snapshot;

/** Where a name is declared, and where its type is. */
public final class Definitions {
    private Definitions() {}

    /**
     * Where the name at {@code offset} of {@code uri} is declared; nowhere for what needs no declaration. A name of a C header
     * or a Rust source leads to what protocol files say about it: to rules about its meaning, else to its uses.
     */
    public static List<Location> of(Snapshot at, String uri, int offset, Cancel cancel) {
        Optional<Symbol> symbol = References.symbolAt(at, uri, offset, cancel);
        if (at.texts().protocolFile(uri).isPresent()) {
            return symbol.flatMap(Symbol::declared).stream().toList();
        }
        List<Location> uses = symbol.map(found -> References.of(at, found, false, cancel)).orElse(List.of());
        List<Location> rules = uses.stream().filter(place -> isInRefine(at, place)).toList();
        return rules.isEmpty() ? uses : rules;
    }

    private static boolean isInRefine(Snapshot at, Location place) {
        return at.texts().protocolFile(place.source()).stream()
                .flatMap(file -> file.model().file().items().stream())
                .anyMatch(item -> item instanceof UringItem.Refine && item.span().start() <= place.span().start()
                        && place.span().end() <= item.span().end());
    }

    /**
     * Where the type of the name at {@code offset} is declared: the struct or enum that a member holds, the enum whose
     * constant its number is, the typedef.
     */
    public static Optional<Location> ofType(Snapshot at, String uri, int offset, Cancel cancel) {
        return at.texts().protocolFile(uri).flatMap(file -> {
            cancel.check();
            ProtocolModel model = file.model();
            return Occurrences.of(model).at(offset).map(Occurrence::symbol)
                    .flatMap(symbol -> type(model, new FileNames(model), symbol));
        });
    }

    private static Optional<Location> type(ProtocolModel model, FileNames names, Symbol symbol) {
        return switch (symbol.kind()) {
            case STRUCT, UNION, ENUM, TYPEDEF -> symbol.declared();
            case MEMBER -> model.structs().stream().flatMap(struct -> MemberSearch.in(struct, symbol).stream())
                    .findFirst()
                    .flatMap(found -> meaning(model, found).or(() -> type(names, found.member().type())));
            case SQE_FIELD, ALIAS -> model.protocol().stream().flatMap(protocol -> protocol.commands().stream())
                    .flatMap(command -> Stream.concat(command.sqe().stream(), command.cqe().stream()))
                    .filter(field -> field.name().equals(symbol.name())).flatMap(field -> field.meanings().stream())
                    .flatMap(meaning -> enumeration(meaning).stream()).findFirst();
            case ENUMERATOR -> model.enums().stream()
                    .filter(type -> type.enumerators().stream()
                            .anyMatch(constant -> constant.where().equals(symbol.declared())))
                    .findFirst().flatMap(Type.EnumType::where);
            case PROTOCOL, COMMAND, MACRO, BITS, VALUE, SQE_WORD, ERRNO, UAPI, RING_FEATURE, BUILTIN_TYPE,
                    BUILTIN_FUNCTION ->
                Optional.empty();
        };
    }

    private static Optional<Location> type(FileNames names, Type type) {
        return switch (type) {
            case Type.Typedef typedef -> names.typedef(typedef.name()).flatMap(Symbol::declared);
            case Type.Array array -> type(names, array.element());
            case Type.Pointer pointer -> type(names, pointer.target());
            case Type.Struct struct -> struct.where();
            case Type.EnumType constants -> constants.where();
            case Type.Incomplete incomplete -> names.tag(incomplete.display()).flatMap(Symbol::declared);
            case Type.Int _,Type.FloatType _,Type.VoidType _,Type.Function _ -> Optional.empty();
        };
    }

    private static Optional<Location> meaning(ProtocolModel model, MemberSearch.Found found) {
        List<FieldRule> rules = model.protocol().map(Protocol::rules).orElse(List.of());
        return rules.stream()
                .filter(rule -> rule.struct().equals(found.owner().name()) && rule.member().equals(found.path()))
                .flatMap(rule -> rule.meanings().stream()).flatMap(meaning -> enumeration(meaning).stream())
                .findFirst();
    }

    private static Optional<Location> enumeration(FieldMeaning meaning) {
        return switch (meaning) {
            case FieldMeaning.OneOf(Type.EnumType type) -> type.where();
            case FieldMeaning.FlagsOf(Type.EnumType type) -> type.where();
            case FieldMeaning.PointerTo _,FieldMeaning.Errno _,FieldMeaning.Text _,FieldMeaning.Time _,FieldMeaning.Order _,FieldMeaning.Bits _,FieldMeaning.MustBe _,FieldMeaning.Within _,FieldMeaning.Count _ ->
                Optional.empty();
        };
    }
}
