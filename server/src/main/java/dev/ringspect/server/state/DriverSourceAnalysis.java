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
import dev.ringspect.protocol.inspect.subject.CheckedType;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.resolve.ProtocolModel;
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
 * What one version of a C or Rust document means for io_uring commands: what protocol files reach in it, what a comment in
 * it marks, and what its driver calls are made for. Everything is made when it is asked for first, and a text that speaks
 * of no command is not even parsed. Whoever asks hands in what cancels the question; others may wait for the same answer,
 * and then make it themselves.
 */
public final class DriverSourceAnalysis {
    private final SourceText text;
    private final Language language;
    private final Supplier<Environment> environment;
    private final Supplier<List<ProtocolModel>> protocols;
    private boolean isChecked;
    /** Empty in a text that has nothing to check. */
    private Optional<CheckedSet> checked = Optional.empty();
    private @Nullable List<Type.Struct> structs;
    private @Nullable CTranslationUnit unit;
    private @Nullable RustFile rust;
    private @Nullable List<Finding> findings;
    private InspectionSettings settings = InspectionSettings.DEFAULT;
    private volatile boolean abandoned;
    /** The headers that were read, and where others were looked for in vain; null before that is known. */
    private volatile @Nullable Set<String> included;
    private volatile boolean silent;

    /**
     * @param text the text, by the name that models have for it
     * @param protocols the protocol files that may reach into it
     */
    DriverSourceAnalysis(SourceText text, Language language, Supplier<Environment> environment,
            Supplier<List<ProtocolModel>> protocols) {
        this.text = text;
        this.language = language;
        this.environment = environment;
        this.protocols = protocols;
    }

    /** The text that it is about. */
    public SourceText text() {
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
    public boolean speaksOfCommands() {
        boolean speaks = CheckedSet.speaksOfCommands(text);
        silent = !speaks;
        return speaks;
    }

    /** Whether nothing that was asked for so far could depend on what the text includes. */
    boolean isUnread() {
        return silent && included == null;
    }

    /** The text was edited or closed: what is made of it now stops, for nobody will ask for it again. */
    void abandon() {
        abandoned = true;
    }

    private <T> T wanted(Cancel cancel, Supplier<T> work) {
        try {
            return Budget.within(() -> abandoned || cancel.isCancelled(), work);
        } catch (Budget.Ended ended) {
            // what was begun may be half made
            unit = null;
            rust = null;
            isChecked = false;
            checked = Optional.empty();
            included = null;
            if (ended.exceeded()) {
                throw ended;
            }
            throw new Cancelled(Cancel.Reason.EDITED);
        }
    }

    /**
     * The structs of the text that commands have to do with by what stands in the text, and what each is for; a held one
     * stands before its holder. A text that only protocol files speak of is not read for that.
     */
    public synchronized List<CheckedType> types(Cancel cancel) {
        if (!speaksOfCommands()) {
            return List.of();
        }
        return wanted(cancel, this::checked).map(CheckedSet::types).orElse(List.of()).stream()
                .filter(type -> isHere(type.type())).toList();
    }

    /** Every struct and union of the text whose layout is known, whatever it is for; to be asked for by a user only. */
    public synchronized List<Type.Struct> structs(Cancel cancel) {
        List<Type.Struct> made = structs;
        if (made == null) {
            made = wanted(cancel, this::readStructs);
            structs = made;
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

    /** What a struct of the text is in programs of {@code abi}; empty where nothing is called so there. */
    public synchronized Optional<Type.Struct> counterpart(Type.Struct struct, Abi abi, Cancel cancel) {
        return switch (language) {
            case C, URING -> wanted(cancel, () -> unit().counterpart(struct, abi));
            case RUST -> Optional.of(struct);
        };
    }

    /** What inspections find in the text itself, under {@code wanted}. */
    public synchronized List<Finding> findings(InspectionSettings wanted, Cancel cancel) {
        List<Finding> made = findings;
        if (made == null || !settings.equals(wanted)) {
            Optional<CheckedSet> set = wanted(cancel, this::checked);
            made = wanted(cancel, () -> set.map(some -> Inspections.of(some, wanted)).orElse(List.of())).stream()
                    .filter(finding -> finding.where().map(Location::source).orElse(text.uri()).equals(text.uri()))
                    .toList();
            findings = made;
            settings = wanted;
        }
        return made;
    }

    private Optional<CheckedSet> checked() {
        if (!isChecked) {
            List<ProtocolModel> models = protocols.get();
            checked = !CheckedSet.speaksOfCommands(text, models)
                    ? Optional.empty()
                    : Optional.of(switch (language) {
                        case C, URING -> CheckedSet.of(unit(), models);
                        case RUST -> CheckedSet.of(rust(), models);
                    });
            isChecked = true;
        }
        return checked;
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

    private boolean isHere(Type.Struct struct) {
        return struct.where().filter(where -> where.source().equals(text.uri())).isPresent();
    }

    private static Optional<Type.Struct> struct(RustAnswer answer) {
        return answer instanceof RustAnswer.Known known && known.type().bare() instanceof Type.Struct struct
                ? Optional.of(struct)
                : Optional.empty();
    }
}
