package dev.ringspect.protocol.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.layout.IntKind;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Location;

/** A place of a command's display whose value each request fills in; offsets count from the start of its area. */
sealed interface DisplayNode {
    /** The name of the value that it becomes. */
    String name();

    /** The value of the request with these bytes. */
    DecodedValue fill(CommandBytes bytes);

    /** Element {@code element} of {@code field}. */
    record Word(String name, String path, Type type, FieldReader reader, int element, int offset, int size,
            Optional<Location> where) implements DisplayNode {
        Field field() {
            return reader.field();
        }

        long raw(CommandBytes bytes) {
            return reader.number(bytes, element);
        }

        @Override
        public DecodedValue fill(CommandBytes bytes) {
            long raw = raw(bytes);
            return new DecodedValue.Scalar(name, path, type, raw, field().wideUnsigned(),
                    FieldText.number(field(), raw), FieldText.of(field(), raw), Optional.empty(), offset, size, where);
        }
    }

    /** A pointer to as many {@code element}s as {@code count} says. */
    record Buffer(Word word, String element, FieldExpression count) implements DisplayNode {
        @Override
        public String name() {
            return word.name();
        }

        @Override
        public DecodedValue fill(CommandBytes bytes) {
            long raw = word.raw(bytes);
            Optional<String> target = count.present(bytes)
                    ? Optional.of(element + "[" + Long.toUnsignedString(count.number(bytes)) + "]")
                    : Optional.empty();
            return new DecodedValue.Scalar(word.name(), word.path(), word.type(), raw, word.field().wideUnsigned(),
                    FieldText.number(word.field(), raw), Optional.empty(), target, word.offset(),
                    word.size(), word.where());
        }
    }

    /** A number made of several fields. */
    record Computed(Formula formula) implements DisplayNode {
        @Override
        public String name() {
            return formula.rule().name();
        }

        boolean wide() {
            return formula.number().unsigned();
        }

        boolean present(CommandBytes bytes) {
            return formula.number().present(bytes);
        }

        long raw(CommandBytes bytes) {
            return formula.number().number(bytes);
        }

        @Override
        public DecodedValue fill(CommandBytes bytes) {
            Type type = Type.Int.of(wide() ? IntKind.ULLONG : IntKind.LLONG);
            Optional<Location> where = Optional.of(formula.rule().where());
            if (!present(bytes)) {
                return new DecodedValue.Missing(name(), formula.path(), type, 0, 0, where);
            }
            long raw = raw(bytes);
            return new DecodedValue.Scalar(name(), formula.path(), type, raw, wide(),
                    wide() ? "0x" + Long.toHexString(raw) : Long.toString(raw), Optional.empty(), Optional.empty(),
                    0, 0, where);
        }
    }

    /** A 128-bit integer in hexadecimal, its highest word first. */
    record BigNumber(String name, String path, Type type, FieldReader reader, int offset, int size,
            Optional<Location> where) implements DisplayNode {
        String text(CommandBytes bytes) {
            StringBuilder text = new StringBuilder("0x");
            Field field = reader.field();
            for (int i = field.count() - 1; i >= 0; i--) {
                text.append(String.format("%0" + field.bits() / 4 + "x", reader.number(bytes, i)));
            }
            return text.toString();
        }

        @Override
        public DecodedValue fill(CommandBytes bytes) {
            return new DecodedValue.Text(name, path, type, text(bytes), offset, size, where);
        }
    }

    /** A char array, of which {@code available} bytes are there, or as many of them as {@code count} says. */
    record Characters(String name, String path, Type type, int available, int offset, int size,
            Optional<Location> where, Optional<Count> count) implements DisplayNode {
        String text(CommandBytes bytes) {
            byte[] raw = bytes.copy(offset,
                    count.isEmpty() ? available : count.get().elements(bytes, available));
            int length = 0;
            while (length < raw.length && raw[length] != 0) {
                length++;
            }
            return new String(raw, 0, length, StandardCharsets.UTF_8);
        }

        @Override
        public DecodedValue fill(CommandBytes bytes) {
            return new DecodedValue.Text(name, path, type, text(bytes), offset, size, where);
        }
    }

    /** What no request of this size has. */
    record Absent(DecodedValue.Missing value) implements DisplayNode {
        @Override
        public String name() {
            return value.name();
        }

        @Override
        public DecodedValue fill(CommandBytes bytes) {
            return value;
        }
    }

    /** What only some cases have. */
    record Guarded(DisplayNode node, Guard guard) implements DisplayNode {
        @Override
        public String name() {
            return node.name();
        }

        boolean holds(CommandBytes bytes) {
            return guard.holds(bytes);
        }

        @Override
        public DecodedValue fill(CommandBytes bytes) {
            return node.fill(bytes);
        }
    }

    /** A struct or union. */
    record Members(String name, String path, Type type, List<DisplayNode> members, int offset, int size,
            Optional<Location> where) implements DisplayNode {
        public Members {
            members = List.copyOf(members);
        }

        @Override
        public DecodedValue fill(CommandBytes bytes) {
            return new DecodedValue.Struct(name, path, type, all(members, bytes), offset, size, where);
        }
    }

    /** An array. */
    record Elements(String name, String path, Type type, List<DisplayNode> elements, int offset, int size,
            Optional<Location> where, Optional<Count> count) implements DisplayNode {
        public Elements {
            elements = List.copyOf(elements);
        }

        @Override
        public DecodedValue fill(CommandBytes bytes) {
            return new DecodedValue.Array(name, path, type, all(elements.subList(0, there(bytes)), bytes),
                    offset, size, where);
        }

        /** How many of the elements the request has. */
        int there(CommandBytes bytes) {
            return count.isEmpty() ? elements.size() : count.get().elements(bytes, elements.size());
        }
    }

    /** The values of several nodes, in their order; of those that the request has. */
    static List<DecodedValue> all(List<DisplayNode> nodes, CommandBytes bytes) {
        List<DecodedValue> values = new ArrayList<>(nodes.size());
        for (DisplayNode node : nodes) {
            if (!(node instanceof Guarded guarded) || guarded.holds(bytes)) {
                values.add(node.fill(bytes));
            }
        }
        return values;
    }
}
