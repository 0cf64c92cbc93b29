package dev.ringspect.server.feature.completion;

import dev.ringspect.server.feature.words.Signature;
import dev.ringspect.server.feature.words.SqeText;
import dev.ringspect.server.feature.words.UapiText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.RingWord;
import dev.ringspect.protocol.model.SqeWord;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.server.feature.names.FileNames;
import dev.ringspect.server.feature.names.SymbolKind;

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
        this.command = CommandWords.of(model.file(), place);
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
            // a number that is made of members cannot be set
            boolean wanted = symbol.kind() != SymbolKind.VALUE || place.around(Block.Kind.SEND).isEmpty();
            if (here && wanted) {
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
        within(at, path).ifPresent(struct -> members(struct, "", 0));
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

    /**
     * The names that the command around the cursor gives to fields of the SQE and CQE.
     *
     * @param qualifier what the fields start with; all where it is empty
     */
    void ownNames(int rank, String qualifier) {
        command.fields().forEach((name, word) -> {
            if (word.startsWith(qualifier)) {
                into.add(Suggestion.of(name, Suggestion.Kind.MEMBER, word, "declared by this command", rank));
            }
        });
    }

    /** Whatever a condition can go on with at the cursor. */
    void expression() {
        if (place.endsWith(".")) {
            behindDot();
            return;
        }
        if (place.behindOperand() && place.size() > 1 && !place.endsWith("expect")) {
            return;
        }
        members(1);
        ownNames(1, "");
        constants(2, true);
        qualifiers(3);
    }

    /** {@code sqe}, {@code cqe}, {@code ring}, and {@code pdu} where the command has one. */
    void qualifiers(int rank) {
        into.add(new Suggestion("ring", Suggestion.Kind.KEYWORD, "what the ring was set up with", "", rank,
                Optional.of("ring."), Optional.empty()));
        command.pdu().ifPresent(pdu -> into.add(new Suggestion("pdu", Suggestion.Kind.KEYWORD, pdu, "", rank,
                Optional.of("pdu."), Optional.empty())));
        sqe(rank);
        into.add(new Suggestion("cqe", Suggestion.Kind.KEYWORD, "words of the CQE", "", rank, Optional.of("cqe."),
                Optional.empty()));
    }

    /** {@code sqe}, before a word of the SQE. */
    void sqe(int rank) {
        into.add(new Suggestion("sqe", Suggestion.Kind.KEYWORD, "words of the SQE", "", rank, Optional.of("sqe."),
                Optional.empty()));
    }

    /**
     * The constants that the file knows. Where the cursor stands after a comparison with a member whose numbers have names,
     * those names come first; after one with a word of the SQE, CQE or ring, the kernel's names for it.
     */
    void constants(int rank) {
        constants(rank, false);
    }

    private void constants(int rank, boolean everyName) {
        List<String> operand = place.combinedWith(
                name -> model.constants().containsKey(name) || KernelNames.isOne(name));
        KernelNames.suggest(word(operand), everyName, model.constants().keySet(), into);
        List<String> first = constantsOf(operand)
                .map(type -> type.enumerators().stream().map(Type.Enumerator::name).toList()).orElse(List.of());
        model.constants().forEach((name, value) -> into.add(Suggestion.of(name, Suggestion.Kind.CONSTANT,
                String.valueOf(value), "`0x" + Long.toHexString(value) + "`"
                        + (KernelNames.isOne(name) ? UapiText.of(name).map(text -> " " + text).orElse("") : ""),
                first.contains(name) ? 0 : rank)));
    }

    /** The word of the SQE, CQE or ring that a path is: {@code sqe.flags}; of no characters for what is none. */
    private String word(List<String> path) {
        if (path.size() != 1) {
            return String.join(".", path);
        }
        return switch (place.block().kind()) {
            case SQE -> "sqe." + path.getFirst();
            case CQE -> "cqe." + path.getFirst();
            case FILE, STRUCT, ENUM, REFINE, BITS, VARIANT, COMMAND, ERRORS, SEND, OTHER ->
                command.fields().getOrDefault(path.getFirst(), "");
        };
    }

    /** The enum that names the numbers of the member at {@code path}. */
    private Optional<Type.EnumType> constantsOf(List<String> path) {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        Optional<Type.Struct> root = scope();
        return root.flatMap(struct -> enumOf(model, struct, String.join(".", path)))
                .or(() -> within(root, path.subList(0, path.size() - 1))
                        .flatMap(struct -> enumOf(model, struct, path.getLast())));
    }

    private static Optional<Type.Struct> within(Optional<Type.Struct> root, List<String> path) {
        Optional<Type.Struct> at = root;
        for (String name : path) {
            at = at.flatMap(struct -> FileNames.member(struct, name))
                    .flatMap(member -> FileNames.structOf(member.type()));
        }
        return at;
    }

    /**
     * What a field has room for.
     *
     * @param address whether it is a number of 64 bits
     * @param characters whether it is an array of bytes
     */
    record Room(boolean address, boolean characters) {}

    /** What the field at {@code path} has room for; a word of the SQE, and a member that is not known, may be an address. */
    Room room(List<String> path) {
        Optional<Type> type = path.isEmpty()
                ? Optional.empty()
                : within(scope(), path.subList(0, path.size() - 1))
                        .flatMap(struct -> FileNames.member(struct, path.getLast())).map(Member::type);
        return type.map(found -> {
            boolean array = found.bare() instanceof Type.Array;
            LayoutEngine engine = new LayoutEngine(Abi.host());
            boolean bytes = found.bare() instanceof Type.Array of && engine.sizeOf(of.element()) == 1;
            return new Room(!array && engine.sizeOf(found) == Long.BYTES, bytes);
        }).orElseGet(() -> new Room(
                SqeWord.named(word(path)).filter(word -> word.bytes() != Long.BYTES).isEmpty(), false));
    }

    /** The enum whose constants name the numbers of {@code member}: by a {@code refine}, else by its type. */
    static Optional<Type.EnumType> enumOf(ProtocolModel model, Type.Struct struct, String member) {
        return model.protocol().stream().flatMap(protocol -> protocol.rules().stream())
                .filter(rule -> rule.struct().equals(struct.name()) && rule.member().equals(member))
                .flatMap(rule -> rule.meanings().stream()).flatMap(meaning -> constants(meaning).stream()).findFirst()
                .or(() -> FileNames.member(struct, member).map(found -> found.type().bare())
                        .filter(Type.EnumType.class::isInstance).map(Type.EnumType.class::cast));
    }

    private static Optional<Type.EnumType> constants(FieldMeaning meaning) {
        return switch (meaning) {
            case FieldMeaning.OneOf(Type.EnumType type) -> Optional.of(type);
            case FieldMeaning.FlagsOf(Type.EnumType type) -> Optional.of(type);
            case FieldMeaning.PointerTo _,FieldMeaning.Errno _,FieldMeaning.Text _,FieldMeaning.Time _,FieldMeaning.Order _,FieldMeaning.Bits _,FieldMeaning.MustBe _,FieldMeaning.Within _,FieldMeaning.Count _ ->
                Optional.empty();
        };
    }

    /** The functions that make numbers. */
    void functions(int rank) {
        Signature.FUNCTIONS.forEach(function -> function(function, rank));
    }

    void function(Signature function, int rank) {
        into.add(new Suggestion(function.name(), Suggestion.Kind.FUNCTION, function.label(), function.help(), rank,
                Optional.empty(), Optional.of(function.snippet())));
    }
}
