package dev.ringspect.protocol.model;

import java.util.List;
import java.util.stream.Stream;

import dev.ringspect.protocol.text.Location;

/**
 * A field of the SQE itself that a command uses, or a word of its CQE.
 *
 * @param field the kernel's name of it: {@code optname}, {@code res}, {@code big0}
 * @param name what the command calls it; the same unless {@code as} gave another
 * @param meanings what its number stands for
 * @param where where the command declares it
 */
public record SqeField(String field, String name, List<FieldMeaning> meanings, Location where) {
    public SqeField {
        meanings = List.copyOf(meanings);
    }

    /** Its bits that have names of their own. */
    public List<FieldMeaning.BitRange> bits() {
        return meanings.stream()
                .flatMap(meaning -> meaning instanceof FieldMeaning.Bits(List<FieldMeaning.BitRange> ranges)
                        ? ranges.stream()
                        : Stream.empty())
                .toList();
    }

    /** The names that expressions may use for it and its bits; bits also qualified, by {@code sqe.} or {@code cqe.}. */
    public List<String> names(String qualifier) {
        return Stream.concat(Stream.of(name),
                bits().stream().flatMap(range -> Stream.of(range.name(), qualifier + range.name()))).toList();
    }
}
