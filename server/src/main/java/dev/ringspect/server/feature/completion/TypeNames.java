package dev.ringspect.server.feature.completion;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.BuiltinTypes;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.server.feature.names.FileNames;
import dev.ringspect.server.feature.words.Keywords;

/** Types that can be named. */
final class TypeNames {
    private static final String IMPORTED = "imported";
    private static final Set<String> TAGS = Set.of("struct", "union", "enum");

    private final ProtocolModel model;
    private final FileNames names;
    private final List<Suggestion> into;
    private final LayoutEngine engine = new LayoutEngine(Abi.host());

    TypeNames(ProtocolModel model, List<Suggestion> into) {
        this.model = model;
        this.names = new FileNames(model);
        this.into = into;
    }

    boolean isTag(Place place) {
        return !place.statement().isEmpty() && TAGS.contains(place.statement().getLast().text());
    }

    /** What a member's or a typedef's declaration goes on with. */
    void member(Place place) {
        List<Word> statement = place.statement();
        int bracket = place.openBracket();
        if (bracket >= 0 && place.is(bracket, "[")) {
            new ValueNames(model, place, into).constants(0);
        } else if (isTag(place)) {
            tags(statement.getLast().text());
        } else if (statement.isEmpty() || (statement.size() == 1 && place.startsWith("typedef"))) {
            any(0);
        }
    }

    /** Every type by its name, and the words that tags stand after. */
    void any(int rank) {
        for (String word : List.of("struct", "union", "enum")) {
            into.add(Suggestion.of(word, Suggestion.Kind.KEYWORD, "", Keywords.help(word).orElse(""), rank + 1));
        }
        for (String name : model.typeNames()) {
            if (name.indexOf(' ') < 0) {
                boolean own = names.typedefs().containsKey(name);
                into.add(Suggestion.of(name, Suggestion.Kind.TYPE, own ? "typedef" : IMPORTED, "",
                        own ? rank : rank + 3));
            }
        }
        builtin(rank);
    }

    /** The types that need no declaration. */
    void builtin(int rank) {
        for (String name : BuiltinTypes.names()) {
            int place = name.startsWith("__") ? rank : rank + 2;
            String detail = BuiltinTypes.find(name).map(type -> bytes(engine.sizeOf(type))).orElse("");
            into.add(Suggestion.of(name, Suggestion.Kind.TYPE, detail, "", place));
        }
    }

    /** What can stand for the argument of an ioctl number. */
    void inCall() {
        model.structs().forEach(struct -> into.add(Suggestion.of(struct.display(), Suggestion.Kind.STRUCT,
                bytes(engine.sizeOf(struct)), "", 0)));
        builtin(2);
    }

    /** The tags after {@code keyword}; none after another word. */
    void tags(String keyword) {
        if (!TAGS.contains(keyword)) {
            return;
        }
        Set<String> own = new HashSet<>();
        for (Type.EnumType type : keyword.equals("enum") ? model.enums() : List.<Type.EnumType>of()) {
            if (!type.name().isEmpty() && own.add(type.display())) {
                into.add(Suggestion.of(type.name(), Suggestion.Kind.ENUM, type.enumerators().size() + " constants",
                        constants(type), 0));
            }
        }
        for (Type.Struct struct : model.structs()) {
            if (struct.keyword().word().equals(keyword) && own.add(struct.display())) {
                into.add(Suggestion.of(struct.name(), Suggestion.Kind.STRUCT, bytes(engine.sizeOf(struct)),
                        struct.members().size() + " members", 0));
            }
        }
        Suggestion.Kind kind = keyword.equals("enum") ? Suggestion.Kind.ENUM : Suggestion.Kind.STRUCT;
        for (String name : model.typeNames()) {
            if (name.startsWith(keyword + " ") && name.length() > keyword.length() + 1 && own.add(name)) {
                into.add(Suggestion.of(name.substring(keyword.length() + 1), kind, IMPORTED, "", 1));
            }
        }
    }

    private static String constants(Type.EnumType type) {
        StringBuilder text = new StringBuilder();
        type.enumerators().stream().limit(12).forEach(
                constant -> text.append("`").append(constant.name()).append(" = ").append(constant.value())
                        .append("` "));
        return text.toString().strip();
    }

    private static String bytes(long count) {
        return count == 1 ? "1 byte" : count + " bytes";
    }
}
