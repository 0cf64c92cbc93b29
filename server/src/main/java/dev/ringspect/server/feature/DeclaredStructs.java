package dev.ringspect.server.feature;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.inspect.subject.CheckedType;
import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Declared;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.server.feature.names.FileNames;
import dev.ringspect.server.state.Analysis;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.Texts;

/**
 * The structs that stand in a text: those of a protocol file, and those of a C or Rust text that protocol files reach, that
 * a comment there marks, or that driver calls there are made for.
 */
final class DeclaredStructs {
    private DeclaredStructs() {}

    static List<Type.Struct> in(Snapshot at, String uri, Cancel cancel) {
        Optional<Analysis> own = at.texts().protocolFile(uri);
        if (own.isPresent()) {
            return own.get().model().structs();
        }
        Set<Location> seen = new LinkedHashSet<>();
        List<Type.Struct> found = new ArrayList<>();
        for (Analysis file : at.texts().protocolFiles()) {
            cancel.check();
            for (Type.Struct struct : file.model().importedStructs()) {
                Optional<Location> where = struct.where().filter(place -> Texts.areSame(place.source(), uri));
                if (where.isPresent() && seen.add(where.get())) {
                    found.add(struct);
                }
            }
        }
        for (CheckedType type : marked(at, uri, cancel)) {
            if (type.type().where().filter(seen::add).isPresent()) {
                found.add(type.type());
            }
        }
        return found;
    }

    /** The structs of a C or Rust document that matter to commands by what stands in the document or reaches it. */
    static List<CheckedType> marked(Snapshot at, String uri, Cancel cancel) {
        return at.texts().foreign(uri).map(document -> document.types(cancel)).orElse(List.of());
    }

    /** What of {@code struct} is declared at {@code offset} of its text: itself or a member; not what it holds by a tag. */
    static Optional<Declared> at(Type.Struct struct, int offset) {
        Optional<Span> tag = struct.where().map(Location::span).filter(span -> span.touches(offset));
        return tag.isPresent()
                ? tag.map(span -> new Declared.OfStruct(struct, span))
                : member(struct, struct, "", offset);
    }

    private static Optional<Declared> member(Type.Struct owner, Type.Struct struct, String prefix, int offset) {
        for (Member member : struct.members()) {
            String path = prefix + member.name();
            Optional<Span> name = member.where().map(Location::span)
                    .filter(span -> !member.name().isEmpty() && span.touches(offset));
            if (name.isPresent()) {
                return name.map(span -> new Declared.OfMember(owner, member, path, List.of(), span));
            }
            Optional<Declared> within = FileNames.structOf(member.type()).filter(inner -> inner.name().isEmpty())
                    .flatMap(inner -> member(owner, inner, member.name().isEmpty() ? prefix : path + ".", offset));
            if (within.isPresent()) {
                return within;
            }
        }
        return Optional.empty();
    }
}
