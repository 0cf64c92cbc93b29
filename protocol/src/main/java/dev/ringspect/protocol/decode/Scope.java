package dev.ringspect.protocol.decode;

import java.util.ArrayList;
import java.util.List;

import dev.ringspect.protocol.layout.Type;

/**
 * A struct with a tag that a field lies in; rules name members relative to it.
 *
 * @param struct the struct's tag
 * @param path where it lies in the payload, empty for the payload itself
 */
record Scope(String struct, String path) {
    /** The member's path within the struct, without the indexes of arrays. */
    String relative(String full) {
        String inner = path.isEmpty() ? full : full.substring(Math.min(full.length(), path.length() + 1));
        return FieldCompiler.withoutIndexes(inner);
    }

    /** {@code scopes} with {@code struct} at {@code path} as the innermost one; a struct without a tag adds none. */
    static List<Scope> inside(List<Scope> scopes, Type.Struct struct, String path) {
        if (struct.name().isEmpty()) {
            return scopes;
        }
        List<Scope> inner = new ArrayList<>(scopes);
        inner.add(new Scope(struct.name(), path));
        return inner;
    }
}
