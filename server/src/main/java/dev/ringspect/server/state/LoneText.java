package dev.ringspect.server.state;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.inspect.Inspections;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Mirrors;
import dev.ringspect.protocol.inspect.subject.Reach;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.syntax.rust.RustAnswer;
import dev.ringspect.protocol.syntax.rust.RustFile;
import dev.ringspect.protocol.syntax.rust.RustTarget;
import dev.ringspect.protocol.syntax.rust.RustTypes;
import dev.ringspect.protocol.text.Budget;
import dev.ringspect.protocol.text.Language;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.SourceText;
import org.jspecify.annotations.Nullable;

/**
 * One version of a C or Rust document as it is by itself and by what it includes. It is read when that is needed first,
 * and goes from one snapshot to the next as long as neither changes, whatever protocol files become meanwhile. Of what is
 * checked by what protocol files say about it the last is kept. Safe for use by any thread; others may wait for the same
 * answer.
 */
final class LoneText {
    private final SourceText text;
    private final Language language;
    private final Supplier<Environment> environment;
    private @Nullable CTranslationUnit unit;
    private @Nullable RustFile rust;
    private @Nullable List<Type.Struct> structs;
    private @Nullable Set<String> names;
    private @Nullable Checked checked;
    private volatile boolean abandoned;
    /** The headers that were read, and where others were looked for in vain; null before that is known. */
    private volatile @Nullable Set<String> included;
    private volatile @Nullable Boolean speaks;

    /** What there is to inspect, by what protocol files said then; empty in a text that has nothing. */
    private static final class Checked {
        private final Reach reach;
        private final Optional<CheckedSet> set;
        private @Nullable List<Finding> findings;
        private InspectionSettings settings = InspectionSettings.DEFAULT;

        Checked(Reach reach, Optional<CheckedSet> set) {
            this.reach = reach;
            this.set = set;
        }
    }

    LoneText(SourceText text, Language language, Supplier<Environment> environment) {
        this.text = text;
        this.language = language;
        this.environment = environment;
    }

    SourceText text() {
        return text;
    }

    /**
     * Whether a change of one of the files {@code uris} may change what the text means, or what it will be read to mean; waits
     * for nothing.
     */
    boolean dependsOn(Set<String> uris) {
        Set<String> known = included;
        return !uris.isEmpty() && (known == null || !Collections.disjoint(known, uris));
    }

    /** Whether the text itself has something that is inspected; it is not read for that. */
    boolean speaksOfCommands() {
        Boolean known = speaks;
        if (known == null) {
            known = CheckedSet.speaksOfCommands(text);
            speaks = known;
        }
        return known;
    }

    /** Whether nothing that was asked for so far could depend on what the text includes. */
    boolean isUnread() {
        return Boolean.FALSE.equals(speaks) && included == null;
    }

    /** The text was edited or closed: what is made of it now stops, for nobody will ask for it again. */
    void abandon() {
        abandoned = true;
    }

    /** The names of the structs that it declares, where it is Rust. */
    synchronized Set<String> names() {
        Set<String> made = names;
        if (made == null) {
            made = Mirrors.namesIn(text);
            names = made;
        }
        return made;
    }

    /** Every struct and union of the text whose layout is known. */
    synchronized List<Type.Struct> structs(Cancel cancel) {
        List<Type.Struct> made = structs;
        if (made == null) {
            made = wanted(cancel, this::readStructs);
            structs = made;
        }
        return made;
    }

    /** What a struct of the text is in programs of {@code abi}. */
    synchronized Optional<Type.Struct> counterpart(Type.Struct struct, Abi abi, Cancel cancel) {
        return switch (language) {
            case C, URING -> wanted(cancel, () -> unit().counterpart(struct, abi));
            case RUST -> Optional.of(struct);
        };
    }

    /** What there is to inspect where protocol files say this; empty where nothing is. */
    synchronized Optional<CheckedSet> checked(Reach reach, Cancel cancel) {
        return wanted(cancel, () -> checked(reach)).set;
    }

    /** What inspections find in the text itself, under {@code wanted}. */
    synchronized List<Finding> findings(Reach reach, InspectionSettings wanted, Cancel cancel) {
        Checked at = wanted(cancel, () -> checked(reach));
        List<Finding> made = at.findings;
        if (made == null || !at.settings.equals(wanted)) {
            made = wanted(cancel, () -> at.set.map(some -> Inspections.of(some, wanted)).orElse(List.of())).stream()
                    .filter(finding -> finding.where().map(Location::source).orElse(text.uri()).equals(text.uri()))
                    .toList();
            at.findings = made;
            at.settings = wanted;
        }
        return made;
    }

    /** Whether the struct is declared in the text, and not in what it includes. */
    boolean isHere(Type.Struct struct) {
        return struct.where().filter(where -> where.source().equals(text.uri())).isPresent();
    }

    private <T> T wanted(Cancel cancel, Supplier<T> work) {
        try {
            return Budget.within(() -> abandoned || cancel.isCancelled(), work);
        } catch (Budget.Ended ended) {
            // what was begun may be half made
            unit = null;
            rust = null;
            checked = null;
            included = null;
            if (ended.exceeded()) {
                throw ended;
            }
            throw new Cancelled(Cancel.Reason.EDITED);
        }
    }

    private Checked checked(Reach reach) {
        Checked made = checked;
        if (made == null || !made.reach.equals(reach)) {
            made = new Checked(reach, !speaksOfCommands() && reach.isEmpty()
                    ? Optional.empty()
                    : Optional.of(switch (language) {
                        case C, URING -> CheckedSet.of(unit(), reach);
                        case RUST -> CheckedSet.of(rust(), reach);
                    }));
            checked = made;
        }
        return made;
    }

    private List<Type.Struct> readStructs() {
        Stream<Type.Struct> all = switch (language) {
            case C, URING -> unit().structs().stream().filter(struct -> unit().unknown(struct).isEmpty());
            case RUST -> new RustTypes(rust(), RustTarget.of(Abi.X86_64)).declared().stream()
                    .flatMap(declared -> struct(declared.answer()).stream());
        };
        return all.filter(this::isHere).toList();
    }

    private CTranslationUnit unit() {
        CTranslationUnit made = unit;
        if (made == null) {
            Environment here = environment.get();
            made = CTranslationUnit.parseLone(here.sources().with(text), text.uri(), here.c());
            Set<String> files = new HashSet<>(made.files());
            files.addAll(made.absentFiles());
            included = files;
            unit = made;
        }
        return made;
    }

    private RustFile rust() {
        RustFile made = rust;
        if (made == null) {
            made = RustFile.parse(text);
            included = Set.of();
            rust = made;
        }
        return made;
    }

    private static Optional<Type.Struct> struct(RustAnswer answer) {
        return answer instanceof RustAnswer.Known known && known.type().bare() instanceof Type.Struct struct
                ? Optional.of(struct)
                : Optional.empty();
    }
}
