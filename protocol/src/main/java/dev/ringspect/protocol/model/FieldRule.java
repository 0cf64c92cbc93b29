package dev.ringspect.protocol.model;

import java.util.List;

import dev.ringspect.protocol.text.Location;

/**
 * What a {@code refine} says about one member.
 *
 * @param struct tag of the struct
 * @param member path of the member within it, {@code hdr.flags}
 * @param meanings what it stands for and must be
 * @param where the rule
 */
public record FieldRule(String struct, String member, List<FieldMeaning> meanings, Location where) {
    public FieldRule {
        meanings = List.copyOf(meanings);
    }
}
