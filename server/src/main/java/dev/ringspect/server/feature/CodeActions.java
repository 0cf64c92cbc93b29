package dev.ringspect.server.feature;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.ringspect.protocol.edit.Fix;
import dev.ringspect.protocol.edit.HeaderSearch;
import dev.ringspect.protocol.edit.Intentions;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Declared;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.server.state.Analysis;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.DriverSourceAnalysis;
import dev.ringspect.server.state.Snapshot;

/** What can be changed where the cursor stands: the fixes of findings there, and what can be made of a struct. */
public final class CodeActions {
    private static final List<Path> SYSTEM = List.of(Path.of("/usr/include"));
    private static final Pattern MISSING = Pattern.compile("nothing (?:above )?declares ((?:struct|union|enum) \\w+)");

    /** A line that may declare a struct; no text is parsed for any other. */
    private static final Pattern TAG = Pattern.compile("\\b(?:struct|union)\\s+\\w");

    private CodeActions() {}

    /**
     * A change that is offered.
     *
     * @param fix the change
     * @param mends the marker that goes away with it; empty for what is not wrong
     * @param preferred whether it is what one would do first about the marker
     */
    public record Offer(Fix fix, Optional<Marker> mends, boolean preferred) {}

    /** What is offered for {@code span} of the text called {@code uri}, the best first. */
    public static List<Offer> at(Snapshot at, String uri, Span span, Cancel cancel) {
        List<Offer> offers = new ArrayList<>();
        List<Finding> findings = TextFindings.of(at, uri, cancel);
        for (Finding finding : findings) {
            cancel.check();
            Location where = finding.where().orElse(null);
            if (where != null && meet(where.span(), span)) {
                Optional<Marker> marker = Optional.of(Diagnostics.marker(finding));
                for (int i = 0; i < finding.fixes().size(); i++) {
                    Fix fix = finding.fixes().get(i);
                    offers.add(new Offer(fix, marker, i == 0 && !isSuppression(fix)));
                }
            }
        }
        Optional<Analysis> file = at.texts().protocolFile(uri);
        file.ifPresent(protocol -> imports(protocol, findings, span, cancel, offers));
        // what mends comes before what only silences
        List<Offer> ordered = new ArrayList<>(offers.stream().filter(offer -> !isSuppression(offer.fix)).toList());
        offers.stream().filter(offer -> isSuppression(offer.fix)).forEach(ordered::add);
        List<Fix> made = file.isPresent()
                ? structAt(file.get(), span.start()).map(struct -> Intentions.of(file.get().text(), struct))
                        .orElse(List.of())
                : foreign(at, uri, span.start(), cancel);
        made.forEach(fix -> ordered.add(new Offer(fix, Optional.empty(), false)));
        return ordered;
    }

    /**
     * What can be made of a struct of a C or Rust document: everything where commands have to do with it, and a protocol file
     * of any other one, since that is how commands come to have to do with it.
     */
    private static List<Fix> foreign(Snapshot at, String uri, int offset, Cancel cancel) {
        Optional<DriverSourceAnalysis> document = at.texts().foreign(uri);
        if (document.isEmpty()) {
            return List.of();
        }
        SourceText text = document.get().text();
        for (Type.Struct struct : DeclaredStructs.in(at, uri, cancel)) {
            if (DeclaredStructs.at(struct, offset).isPresent()) {
                return Intentions.of(text, struct);
            }
        }
        cancel.check();
        boolean tag = TAG.matcher(text.slice(text.lineSpan(text.lineOf(offset)))).find();
        return (tag ? document.get().structs(cancel) : List.<Type.Struct>of()).stream()
                .filter(struct -> struct.where().filter(where -> where.span().touches(offset)).isPresent()).findFirst()
                .flatMap(struct -> Intentions.protocolFile(text, struct)).stream().toList();
    }

    /** A type that nothing declares may be one of the kernel's. */
    private static void imports(Analysis file, List<Finding> findings, Span span, Cancel cancel, List<Offer> offers) {
        for (Finding finding : findings) {
            Matcher missing = MISSING.matcher(finding.message());
            Location where = finding.where().orElse(null);
            if (where != null && meet(where.span(), span) && missing.find()) {
                cancel.check();
                HeaderSearch.find(SYSTEM, missing.group(1)).ifPresent(header -> offers.add(new Offer(
                        Intentions.importHeader(file.text(), header), Optional.of(Diagnostics.marker(finding)), true)));
            }
        }
    }

    /** The struct whose tag or member is at {@code offset}, where it is declared there. */
    private static Optional<Type.Struct> structAt(Analysis file, int offset) {
        return file.model().declaredAt(offset).flatMap(declared -> switch (declared) {
            case Declared.OfStruct(Type.Struct type, Span _) -> Optional.of(type);
            case Declared.OfMember member -> Optional.of(member.owner());
            case Declared.OfEnum _,Declared.OfConstant _,Declared.OfTypedef _,Declared.OfImport _,Declared.OfProtocol _,Declared.OfCommand _,Declared.OfSqeField _ ->
                Optional.empty();
        }).filter(struct -> struct.where().filter(where -> where.source().equals(file.text().uri())).isPresent());
    }

    private static boolean isSuppression(Fix fix) {
        return fix.kind() == Fix.Kind.SUPPRESSION;
    }

    private static boolean meet(Span one, Span other) {
        return one.start() <= other.end() && other.start() <= one.end();
    }
}
