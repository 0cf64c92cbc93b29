package dev.ringspect.server.feature.names;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import dev.ringspect.protocol.layout.BuiltinTypes;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.TextEdit;
import dev.ringspect.server.state.Analysis;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Snapshot;

/** Gives another name to what a protocol file declares, wherever the workspace's protocol files name it. */
public final class Renames {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
    private static final Set<String> KEYWORDS = Set.of("struct", "union", "enum", "typedef", "const", "volatile",
            "static", "extern", "sizeof");

    private Renames() {}

    /** Whether the name at {@code offset} of {@code uri} can be renamed; refused where no name is. */
    public static Rename prepare(Snapshot at, String uri, int offset, Cancel cancel) {
        Optional<Occurrence> found = at.texts().protocolFile(uri)
                .flatMap(file -> Occurrences.of(file.model()).at(offset));
        cancel.check();
        if (found.isEmpty()) {
            return new Rename.Refused("no name that a protocol file declares is here");
        }
        Symbol symbol = found.get().symbol();
        return reasonAgainst(at, symbol).<Rename>map(Rename.Refused::new)
                .orElseGet(() -> new Rename.Possible(found.get().span(), symbol.name()));
    }

    /** The edits that call the name at {@code offset} of {@code uri} by {@code name} everywhere, or why not. */
    public static Rename rename(Snapshot at, String uri, int offset, String name, Cancel cancel) {
        Rename prepared = prepare(at, uri, offset, cancel);
        if (!(prepared instanceof Rename.Possible)) {
            return prepared;
        }
        if (!NAME.matcher(name).matches()) {
            return new Rename.Refused("'" + name + "' is no name: letters, digits and _, and no digit first");
        }
        Symbol symbol = References.symbolAt(at, uri, offset, cancel).orElseThrow();
        if (KEYWORDS.contains(name) || BuiltinTypes.isKeyword(name)
                || (BuiltinTypes.find(name).isPresent() && symbol.kind() == SymbolKind.TYPEDEF)) {
            return new Rename.Refused("'" + name + "' is a word of C");
        }
        Map<String, List<TextEdit>> edits = new TreeMap<>();
        for (Analysis file : at.texts().protocolFiles()) {
            cancel.check();
            List<TextEdit> here = References.in(file, symbol).stream()
                    .map(occurrence -> new TextEdit(occurrence.span(), name)).toList();
            if (!here.isEmpty()) {
                Optional<String> reason = reasonAgainst(file, symbol, name, here);
                if (reason.isPresent()) {
                    return new Rename.Refused(reason.get());
                }
                edits.put(file.text().uri(), here);
            }
        }
        return new Rename.Edits(edits);
    }

    private static Optional<String> reasonAgainst(Snapshot at, Symbol symbol) {
        if (symbol.kind() == SymbolKind.SQE_FIELD) {
            return Optional.of("'" + symbol.name() + "' is the kernel's name; 'as' gives it another one here");
        }
        Optional<Location> declared = symbol.declared();
        if (declared.isEmpty()) {
            return Optional
                    .of("'" + symbol.name() + "' (" + symbol.kind().word() + ") comes with Linux, not from this file");
        }
        String source = declared.get().source();
        return at.texts().protocolFile(source).isPresent()
                ? Optional.empty()
                : Optional.of("'" + symbol.name() + "' is declared in " + source.substring(source.lastIndexOf('/') + 1)
                        + ", which is no protocol file; rename it there");
    }

    /** Tries it: afterwards every name has to stand for the same as before, and no mistake may come up. */
    private static Optional<String> reasonAgainst(Analysis file, Symbol symbol, String name, List<TextEdit> edits) {
        SourceText text = file.text().edited(edits);
        ProtocolModel after = file.with(text);
        List<String> before = shape(Occurrences.of(file.model()), symbol, name, edits);
        if (!before.equals(shape(Occurrences.of(after), symbol, name, List.of()))) {
            return Optional.of("'" + name + "' exists already, and some names would mean something else");
        }
        Set<String> known = new HashSet<>();
        file.model().problems().forEach(problem -> known.add(problem.message()));
        for (Problem problem : after.problems()) {
            if (!known.contains(problem.message().replaceAll("\\b" + name + "\\b", symbol.name()))
                    && !known.contains(problem.message())) {
                return Optional.of("with '" + name + "': " + problem.message());
            }
        }
        return Optional.empty();
    }

    /** Each name with the place of its declaration, as both will be after {@code edits}. */
    private static List<String> shape(Occurrences all, Symbol renamed, String name, List<TextEdit> edits) {
        List<String> shape = new ArrayList<>();
        for (Occurrence occurrence : all.all()) {
            Symbol symbol = occurrence.symbol();
            String called = !edits.isEmpty() && symbol.equals(renamed) ? name : symbol.name();
            shape.add(moved(occurrence.span().start(), edits) + " " + symbol.kind() + " " + called + " "
                    + symbol.declared().map(place -> place.source().equals(all.source().uri())
                            ? String.valueOf(moved(place.span().start(), edits))
                            : place.source()).orElse(""));
        }
        return shape;
    }

    private static int moved(int offset, List<TextEdit> edits) {
        int moved = offset;
        for (TextEdit edit : edits) {
            if (edit.span().start() < offset) {
                moved += edit.replacement().length() - edit.span().length();
            }
        }
        return moved;
    }
}
