package dev.ringspect.server.state;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.CheckedType;
import dev.ringspect.protocol.inspect.subject.Reach;
import dev.ringspect.protocol.inspect.subject.Reaches;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.SourceText;
import org.jspecify.annotations.Nullable;

/**
 * What one version of a C or Rust document means for io_uring commands: what protocol files reach in it, what a comment in
 * it marks, and what its driver calls are made for. Everything is made when it is asked for first, and a text that speaks
 * of no command is not even parsed. What it is beside other protocol files is read from the same {@link LoneText}, and
 * checked again only where they say something else about it. Whoever asks hands in what cancels the question.
 */
public final class DriverSourceAnalysis {
    private final LoneText document;
    private final Supplier<Reaches> protocols;
    private volatile @Nullable Reach reach;

    /** @param protocols what the protocol files say that may reach into the document */
    DriverSourceAnalysis(LoneText document, Supplier<Reaches> protocols) {
        this.document = document;
        this.protocols = protocols;
    }

    /** The same document beside other protocol files. */
    DriverSourceAnalysis beside(Supplier<Reaches> others) {
        return new DriverSourceAnalysis(document, others);
    }

    /** The text that it is about. */
    public SourceText text() {
        return document.text();
    }

    /**
     * Whether a change of one of the files {@code uris} may change what the text means, or what it will be read to mean; waits
     * for nothing.
     */
    boolean dependsOn(Set<String> uris) {
        return document.dependsOn(uris);
    }

    /** Whether the text itself has something that is inspected; it is not read for that. */
    public boolean speaksOfCommands() {
        return document.speaksOfCommands();
    }

    /** Whether nothing that was asked for so far could depend on what the text includes. */
    boolean isUnread() {
        return document.isUnread();
    }

    /** The text was edited or closed: what is made of it now stops, for nobody will ask for it again. */
    void abandon() {
        document.abandon();
    }

    /**
     * The structs of the text that commands have to do with by what stands in the text, and what each is for; a held one
     * stands before its holder. A text that only protocol files speak of is not read for that.
     */
    public List<CheckedType> types(Cancel cancel) {
        if (!speaksOfCommands()) {
            return List.of();
        }
        return document.checked(reach(), cancel).map(CheckedSet::types).orElse(List.of()).stream()
                .filter(type -> document.isHere(type.type())).toList();
    }

    /** Every struct and union of the text whose layout is known, whatever it is for; to be asked for by a user only. */
    public List<Type.Struct> structs(Cancel cancel) {
        return document.structs(cancel);
    }

    /** What a struct of the text is in programs of {@code abi}; empty where nothing is called so there. */
    public Optional<Type.Struct> counterpart(Type.Struct struct, Abi abi, Cancel cancel) {
        return document.counterpart(struct, abi, cancel);
    }

    /** What inspections find in the text itself, under {@code wanted}. */
    public List<Finding> findings(InspectionSettings wanted, Cancel cancel) {
        return document.findings(reach(), wanted, cancel);
    }

    private Reach reach() {
        Reach made = reach;
        if (made == null) {
            made = protocols.get().of(text().uri(), document.names());
            reach = made;
        }
        return made;
    }
}
