package dev.ringspect.protocol.resolve.type;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.Span;

/** Structs of one name that two imports lay out in two ways: only one of them can be what is sent. */
final class OtherLayouts {
    private final CTranslationUnit unit;
    private final ImportedTypes foreign;
    private final LayoutEngine engine;

    OtherLayouts(CTranslationUnit unit, ImportedTypes foreign) {
        this.unit = unit;
        this.foreign = foreign;
        this.engine = new LayoutEngine(unit.abi());
    }

    /** An error at the import that came second, with both places, for each struct of which two imports disagree. */
    List<Problem> ofImports(List<UringItem.Import> imports) {
        List<Problem> problems = new ArrayList<>();
        for (UringItem.Import item : imports) {
            String uri = foreign.importedAt(item.path().span().start()).orElse("");
            for (Type.Struct rust : foreign.declaredIn(uri)) {
                Optional<Type.Struct> other = header(rust).or(() -> foreign.first(rust));
                other.filter(known -> disagree(known, rust))
                        .ifPresent(known -> problems.add(problem(item.path().span(), known, rust)));
            }
        }
        return problems;
    }

    /** The struct of this name that a header declares; one of the protocol file itself is compared where it stands. */
    private Optional<Type.Struct> header(Type.Struct rust) {
        return unit.structs().stream().filter(struct -> struct.display().equals(rust.display()))
                .filter(struct -> unit.unknown(struct).isEmpty()).findFirst()
                .filter(struct -> !struct.where().map(Location::source).equals(Optional.of(unit.source().uri())));
    }

    /** Names may differ, since a generator gives names to what C leaves without; what has one name has one place. */
    private boolean disagree(Type.Struct one, Type.Struct other) {
        StructLayout ours = engine.layout(one);
        StructLayout theirs = engine.layout(other);
        Map<String, MemberLayout> byName = new HashMap<>();
        theirs.members().forEach(member -> byName.put(member.member().name(), member));
        return ours.size() != theirs.size() || ours.members().stream().anyMatch(member -> {
            MemberLayout same = member.member().name().isEmpty() ? null : byName.get(member.member().name());
            return same != null && (same.bitOffset() != member.bitOffset() || same.size() != member.size());
        });
    }

    private static Problem problem(Span at, Type.Struct known, Type.Struct rust) {
        List<Location> places = new ArrayList<>();
        rust.where().ifPresent(places::add);
        known.where().ifPresent(places::add);
        return new Problem(at, Severity.ERROR, rust.display() + " is declared with another layout in "
                + known.where().map(Location::source).map(OtherLayouts::name).orElse("another import"), places);
    }

    private static String name(String uri) {
        return uri.substring(uri.lastIndexOf('/') + 1);
    }
}
