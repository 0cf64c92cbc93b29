package dev.ringspect.protocol.model;

import java.util.List;

import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Span;

/** A thing that a place in a text declares or names; what a hover is about. */
public sealed interface Declared {
    /** The name that the cursor is on. */
    Span span();

    /** A struct or union. */
    record OfStruct(Type.Struct type, Span span) implements Declared {}

    /**
     * A member.
     *
     * @param owner the outermost struct with a tag that holds it
     * @param path its path within that struct, {@code hdr.flags}
     * @param uses the fields of commands that it is
     */
    record OfMember(Type.Struct owner, Member member, String path, List<FieldPath> uses, Span span)
            implements
                Declared {
        public OfMember {
            uses = List.copyOf(uses);
        }
    }

    /** An enum. */
    record OfEnum(Type.EnumType type, Span span) implements Declared {}

    /** A constant: an enumerator, or one made by {@code #define}. */
    record OfConstant(String name, long value, Span span) implements Declared {}

    /** A typedef. */
    record OfTypedef(Type.Typedef type, Span span) implements Declared {}

    /** The file that an import names; {@code uri} is the file's. */
    record OfImport(String uri, Span span) implements Declared {}

    /** The protocol. */
    record OfProtocol(Protocol protocol, Span span) implements Declared {}

    /** A command. */
    record OfCommand(Command command, Span span) implements Declared {}

    /** A field of the SQE or CQE that a command declares. */
    record OfSqeField(SqeField field, FieldPath use, Span span) implements Declared {}
}
