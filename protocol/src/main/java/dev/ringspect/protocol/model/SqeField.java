package dev.ringspect.protocol.model;

import java.util.List;

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
}
