package dev.ringspect.server.feature.completion;

import dev.ringspect.server.feature.words.SqeText;
import dev.ringspect.server.feature.words.Signature;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.model.RingWord;
import dev.ringspect.protocol.model.SqeWord;
import dev.ringspect.protocol.uapi.Errno;
import dev.ringspect.server.feature.names.FileNames;

/** Names that stand for numbers: members, words of the SQE and CQE, constants, errnos. */
final class ValueNames {
    private final ProtocolModel model;
    private final Place place;
    private final FileNames names;
    private final List<Suggestion> into;
    private final CommandWords command;

    ValueNames(ProtocolModel model, Place place, List<Suggestion> into) {
        this.model = model;
        this.place = place;
        this.names = new FileNames(model);
        this.into = into;
        this.command = CommandWords.of(model.file().tokens(), place);
    }

    /** The struct whose members bare names are here: the payload's in a command, the refined one in a {@code refine}. */
    private Optional<Type.Struct> scope() {
        return place.blocks().stream().filter(block -> block.kind() == Block.Kind.REFINE)
                .flatMap(block -> block.structName().stream()).findFirst().or(command::payload)
                .flatMap(names::struct);
    }

    /** The constants that the cases of the variant around the cursor go by. */
    Optional<Type.EnumType> cases() {
        Optional<Block> variant = place.around(Block.Kind.VARIANT);
        return variant.flatMap(Block::enumName).flatMap(name -> model.type("enum " + name))
                .filter(Type.EnumType.class::isInstance).map(Type.EnumType.class::cast)
                .or(() -> variant.flatMap(Block::selector)
                        .flatMap(member -> scope().flatMap(struct -> enumOf(model, struct, member))));
    }

    /** What a case of a variant can begin with. */
    void labels() {
        cases().ifPresent(type -> type.enumerators().forEach(constant -> into.add(Suggestion.of(constant.name(),
                Suggestion.Kind.CONSTANT, String.valueOf(constant.value()), "of `" + type.display() + "`", 0))));
    }

    /** Members of the struct in question, and what {@code refine} adds to it. */
    void members(int rank) {
        scope().ifPresent(struct -> members(struct, "", rank));
    }

    private void members(Type.Struct struct, String prefix, int rank) {
        for (StructLayout.MemberLayout layout : visible(struct)) {
            Member member = layout.member();
            into.add(Suggestion.of(member.name(), Suggestion.Kind.MEMBER, member.type().display(),
                    "in `" + struct.display() + "`, offset " + layout.offset(), rank));
        }
        names.beside(struct.display()).forEach((path, symbol) -> {
            boolean here = prefix.isEmpty() ? !path.contains(".") : path.startsWith(prefix + ".");
            if (here) {
                into.add(Suggestion.of(symbol.name(), Suggestion.Kind.VALUE, symbol.kind().word(),
                        "from `refine " + struct.display() + "`", rank));
            }
        });
    }

    /** Members with a name, those of anonymous members in their place. */
    private static List<StructLayout.MemberLayout> visible(Type.Struct struct) {
        return visible(new LayoutEngine(Abi.host()).layout(struct).members()).toList();
    }

    private static Stream<StructLayout.MemberLayout> visible(List<StructLayout.MemberLayout> members) {
        return members.stream().flatMap(layout -> layout.member().name().isEmpty()
                ? visible(layout.members())
                : Stream.of(layout));
    }

    /** What can follow the dot before the cursor. */
    void behindDot() {
        List<String> path = place.qualifiers();
        if (path.isEmpty()) {
            return;
        }
        if (path.size() == 1 && (path.getFirst().equals("sqe") || path.getFirst().equals("cqe"))) {
            words(path.getFirst() + ".");
            return;
        }
        if (path.getFirst().equals("ring") && path.size() == 1) {
            RingWord.names().forEach(name -> into.add(Suggestion.of(name.substring("ring.".length()),
                    Suggestion.Kind.MEMBER, "", "what the ring was set up with", 0)));
            return;
        }
        Optional<Type.Struct> at = path.getFirst().equals("pdu") ? command.pdu().flatMap(names::struct) : scope();
        if (at.isPresent() && path.getFirst().equals("pdu")) {
            path = path.subList(1, path.size());
        }
        for (String name : path) {
            at = at.flatMap(struct -> FileNames.member(struct, name))
                    .flatMap(member -> FileNames.structOf(member.type()));
        }
        at.ifPresent(struct -> members(struct, "", 0));
        String prefix = String.join(".", path);
        scope().ifPresent(root -> names.beside(root.display()).forEach((name, symbol) -> {
            if (name.equals(prefix + "." + symbol.name())) {
                into.add(Suggestion.of(symbol.name(), Suggestion.Kind.VALUE, symbol.kind().word(), "", 0));
            }
        }));
    }

    /** The words of the SQE or CQE, without {@code qualifier}. */
    void words(String qualifier) {
        for (String name : SqeWord.names(qualifier)) {
            SqeWord.named(qualifier + name)
                    .ifPresent(word -> into.add(Suggestion.of(name, Suggestion.Kind.MEMBER, word.type().display(),
                            SqeText.of(word), 0)));
        }
    }

    /** The names that the command around the cursor gives to fields of the SQE and CQE. */
    void ownNames(int rank) {
        command.fields().forEach((name, word) -> into
                .add(Suggestion.of(name, Suggestion.Kind.MEMBER, word, "declared by this command", rank)));
    }

    /** {@code sqe}, {@code cqe}, {@code ring}, and {@code pdu} where the command has one. */
    void qualifiers(int rank) {
        into.add(new Suggestion("ring", Suggestion.Kind.KEYWORD, "what the ring was set up with", "", rank,
                Optional.of("ring."), Optional.empty()));
        command.pdu().ifPresent(pdu -> into.add(new Suggestion("pdu", Suggestion.Kind.KEYWORD, pdu, "", rank,
                Optional.of("pdu."), Optional.empty())));
        into.add(new Suggestion("sqe", Suggestion.Kind.KEYWORD, "words of the SQE", "", rank, Optional.of("sqe."),
                Optional.empty()));
        into.add(new Suggestion("cqe", Suggestion.Kind.KEYWORD, "words of the CQE", "", rank, Optional.of("cqe."),
                Optional.empty()));
    }

    /**
     * The constants that the file knows. Where the cursor stands behind a comparison with a member whose numbers have names,
     * those names come first.
     */
    void constants(int rank) {
        List<String> first = compared().map(type -> type.enumerators().stream().map(Type.Enumerator::name).toList())
                .orElse(List.of());
        model.constants().forEach((name, value) -> into.add(Suggestion.of(name, Suggestion.Kind.CONSTANT,
                String.valueOf(value), "`0x" + Long.toHexString(value) + "`", first.contains(name) ? 0 : rank)));
    }

    private Optional<Type.EnumType> compared() {
        boolean comparison = place.endsWith("==") || place.endsWith("!=");
        if (!comparison || place.size() < 2) {
            return Optional.empty();
        }
        String name = place.statement().get(place.size() - 2).text();
        return scope().flatMap(struct -> enumOf(model, struct, name));
    }

    /** The enum whose constants name the numbers of {@code member}: by a {@code refine}, else by its type. */
    static Optional<Type.EnumType> enumOf(ProtocolModel model, Type.Struct struct, String member) {
        return model.protocol().stream().flatMap(protocol -> protocol.rules().stream())
                .filter(rule -> rule.struct().equals(struct.name()) && rule.member().equals(member))
                .flatMap(rule -> rule.meanings().stream()).filter(FieldMeaning.OneOf.class::isInstance)
                .map(meaning -> ((FieldMeaning.OneOf) meaning).type()).findFirst()
                .or(() -> FileNames.member(struct, member).map(found -> found.type().bare())
                        .filter(Type.EnumType.class::isInstance).map(Type.EnumType.class::cast));
    }

    void errnos(int rank) {
        for (Errno errno : Errno.ALL) {
            into.add(Suggestion.of(errno.name(), Suggestion.Kind.CONSTANT, String.valueOf(errno.number()),
                    errno.meaning(), rank));
        }
    }

    /** The functions that make numbers. */
    void functions(int rank) {
        for (Signature function : Signature.FUNCTIONS) {
            into.add(new Suggestion(function.name(), Suggestion.Kind.FUNCTION, function.label(), function.help(), rank,
                    Optional.empty(), Optional.of(function.snippet())));
        }
    }
}
