package dev.ringspect.server.feature.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Declared;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.server.state.Analysis;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.Texts;

/** Where else a name stands, in all protocol files of the workspace. */
public final class References {
    private References() {}

    /**
     * Where what the name at {@code offset} of {@code uri} stands for is named, file by file.
     *
     * @param declarations whether its declaration counts too
     */
    public static List<Location> of(Snapshot at, String uri, int offset, boolean declarations, Cancel cancel) {
        return symbolAt(at, uri, offset, cancel).map(symbol -> of(at, symbol, declarations, cancel)).orElse(List.of());
    }

    /** The names at {@code offset}'s file that stand for the same; what a client highlights. */
    public static List<Occurrence> inFile(Snapshot at, String uri, int offset, Cancel cancel) {
        Optional<Occurrences> names = at.texts().protocolFile(uri).map(file -> Occurrences.of(file.model()));
        cancel.check();
        return names.flatMap(all -> all.at(offset).map(found -> all.of(found.symbol()))).orElse(List.of());
    }

    /** What the name at {@code offset} of {@code uri} stands for: in a protocol file, or in a text that one imports. */
    static Optional<Symbol> symbolAt(Snapshot at, String uri, int offset, Cancel cancel) {
        Optional<Analysis> file = at.texts().protocolFile(uri);
        return file.isPresent()
                ? Occurrences.of(file.get().model()).at(offset).map(Occurrence::symbol)
                : imported(at, uri, offset, cancel);
    }

    /** What a protocol file takes from {@code offset} of {@code uri}, which is of another language. */
    private static Optional<Symbol> imported(Snapshot at, String uri, int offset, Cancel cancel) {
        String name = Texts.nameOf(uri);
        for (Analysis file : at.texts().importersOf(uri)) {
            cancel.check();
            Optional<Symbol> reached = file.model().declaredAt(name, offset).flatMap(References::symbol)
                    .or(() -> Occurrences.of(file.model()).all().stream().map(Occurrence::symbol)
                            .filter(symbol -> symbol.declared().filter(place -> place.source().equals(name)
                                    && place.span().touches(offset)).isPresent())
                            .findFirst());
            if (reached.isPresent()) {
                return reached;
            }
        }
        return Optional.empty();
    }

    private static Optional<Symbol> symbol(Declared declared) {
        return switch (declared) {
            case Declared.OfStruct(Type.Struct type, Span _) ->
                Optional.of(new Symbol(FileNames.kind(type.keyword()), type.name(), type.where()));
            case Declared.OfMember member ->
                Optional.of(new Symbol(SymbolKind.MEMBER, member.member().name(), member.member().where()));
            case Declared.OfEnum _,Declared.OfConstant _,Declared.OfTypedef _,Declared.OfProtocol _,Declared.OfCommand _,Declared.OfSqeField _,Declared.OfImport _ ->
                Optional.empty();
        };
    }

    /** Where {@code symbol} stands. */
    static List<Location> of(Snapshot at, Symbol symbol, boolean declarations, Cancel cancel) {
        List<Location> places = new ArrayList<>();
        for (Analysis file : at.texts().protocolFiles()) {
            cancel.check();
            for (Occurrence occurrence : in(file, symbol)) {
                if (declarations || occurrence.role() != Occurrence.Role.DECLARATION) {
                    places.add(file.text().at(occurrence.span()));
                }
            }
        }
        boolean elsewhere = symbol.declared().isPresent() && places.stream().noneMatch(symbol.declared().get()::equals);
        if (declarations && elsewhere) {
            places.add(symbol.declared().get());
        }
        return places;
    }

    /** Where {@code symbol} stands in {@code file}; a file without the word in it is not even parsed. */
    static List<Occurrence> in(Analysis file, Symbol symbol) {
        String word = symbol.name().substring(symbol.name().lastIndexOf('.') + 1);
        return file.text().text().contains(word) ? Occurrences.of(file.model()).of(symbol) : List.of();
    }
}
