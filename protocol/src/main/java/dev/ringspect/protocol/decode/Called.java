package dev.ringspect.protocol.decode;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import com.google.gson.stream.JsonWriter;

import dev.ringspect.protocol.model.FieldMeaning;

/** What a number is called by its declaration, for machines. */
public sealed interface Called {
    /** Writes the value of a member that has its name already. */
    void writeTo(JsonWriter out) throws IOException;

    /** A constant of an enum, or an errno. */
    record Name(String name) implements Called {
        @Override
        public void writeTo(JsonWriter out) throws IOException {
            out.value(name);
        }
    }

    /** Flags; bits that have no name are one more, in hexadecimal. */
    record Flags(List<String> names) implements Called {
        public Flags {
            names = List.copyOf(names);
        }

        @Override
        public void writeTo(JsonWriter out) throws IOException {
            out.beginArray();
            for (String name : names) {
                out.value(name);
            }
            out.endArray();
        }
    }

    /** Whether numbers of {@code field} may have names at all. */
    static boolean possible(Field field) {
        return field.meanings().stream().anyMatch(meaning -> meaning instanceof FieldMeaning.OneOf
                || meaning instanceof FieldMeaning.FlagsOf || meaning instanceof FieldMeaning.Errno);
    }

    /** What {@code raw} is called in {@code field}; empty when it has no name there. */
    static Optional<Called> of(Field field, long raw) {
        for (FieldMeaning meaning : field.meanings()) {
            Optional<Called> called = switch (meaning) {
                case FieldMeaning.OneOf one -> one.type().nameOf(raw).map(Name::new);
                case FieldMeaning.FlagsOf flags -> FieldText.flags(flags.type(), raw).map(Flags::new);
                case FieldMeaning.Errno _ -> FieldText.errno(raw).map(Name::new);
                case FieldMeaning.Text _,FieldMeaning.Time _,FieldMeaning.PointerTo _,FieldMeaning.MustBe _,FieldMeaning.Within _,FieldMeaning.Bits _,FieldMeaning.Order _,FieldMeaning.Count _ ->
                    Optional.empty();
            };
            if (called.isPresent()) {
                return called;
            }
        }
        return Optional.empty();
    }
}
