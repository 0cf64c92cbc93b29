package dev.ringspect.protocol.syntax.c;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.ringspect.protocol.layout.BuiltinTypes;
import dev.ringspect.protocol.text.Spelling;

/** What to say about a type's name that stands for nothing. */
final class UnknownType {
    private static final Set<String> OF_CPP = Set.of("class", "public", "private", "protected", "template", "namespace",
            "using", "std", "virtual", "constexpr", "typename", "friend", "explicit");
    private static final List<String> OF_THE_LANGUAGE = List.of("protocol", "import", "command", "refine", "needs",
            "match",
            "send");

    private UnknownType() {}

    /**
     * The sentence.
     *
     * @param declared types that the text declares
     * @param strict whether the text is the layout language's, which has words of its own
     */
    static String text(String name, Iterable<String> declared, boolean strict) {
        if (strict && OF_CPP.contains(name)) {
            return "'" + name + "' is C++; declare a plain C struct, with the types of C such as uint32_t";
        }
        if (strict && OF_THE_LANGUAGE.contains(name)) {
            return "expected more after '" + name + "'; if it is meant as a type: nothing above declares one";
        }
        List<String> known = new ArrayList<>();
        declared.forEach(known::add);
        BuiltinTypes.names().forEach(known::add);
        if (strict) {
            known.addAll(OF_THE_LANGUAGE);
        }
        return "nothing above declares a type '" + name + "'" + (name.length() < 3 ? "" : Spelling.hint(name, known));
    }
}
