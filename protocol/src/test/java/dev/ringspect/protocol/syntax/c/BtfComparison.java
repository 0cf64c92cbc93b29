package dev.ringspect.protocol.syntax.c;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.btf.BtfFile;
import dev.ringspect.protocol.syntax.btf.BtfKind;
import dev.ringspect.protocol.syntax.btf.BtfMember;
import dev.ringspect.protocol.text.Location;

/** Compares a unit's structs and unions with what a compiler wrote into the BTF of the same text. */
final class BtfComparison {
    private final CTranslationUnit unit;
    private final BtfFile btf;
    private final List<String> differences = new ArrayList<>();
    private final Set<Location> declared = new HashSet<>();
    private int compared;

    BtfComparison(CTranslationUnit unit, BtfFile btf) {
        this.unit = unit;
        this.btf = btf;
    }

    /** How many named structs and unions of the BTF were looked for. */
    int compared() {
        return compared;
    }

    /** Where those of them that the unit has were declared. */
    Set<Location> declared() {
        return declared;
    }

    /** Looks for every named struct and union of the BTF in the unit. */
    List<String> run() {
        for (int id = btf.firstOwnId(); id < btf.end(); id++) {
            BtfKind kind = btf.kind(id);
            boolean struct = kind == BtfKind.STRUCT || kind == BtfKind.UNION;
            // gcc declares that one by itself
            if (struct && !btf.name(id).isEmpty() && !btf.name(id).equals("__va_list_tag")) {
                compared++;
                String name = (kind == BtfKind.STRUCT ? "struct " : "union ") + btf.name(id);
                if (unit.type(name).orElse(null) instanceof Type.Struct found) {
                    found.where().ifPresent(declared::add);
                    String doubt = unit.unknown(found).orElse("");
                    if (doubt.isEmpty()) {
                        compare(name, found, id);
                    } else {
                        differences.add(name + ": " + doubt);
                    }
                } else {
                    differences.add(name + " was not found");
                }
            }
        }
        return differences;
    }

    private void compare(String path, Type.Struct struct, int id) {
        StructLayout layout = unit.layout(struct);
        List<BtfMember> members = btf.members(id).stream()
                .filter(member -> !member.name().isEmpty() || member.bitWidth() == 0).toList();
        if (layout.size() != btf.size(id) || layout.members().size() != members.size()) {
            differences.add(path + ": " + layout.size() + " bytes, " + layout.members().size()
                    + " members; the compiler has " + btf.size(id) + " bytes, " + members.size() + " members");
            return;
        }
        for (int i = 0; i < members.size(); i++) {
            compare(path, layout.members().get(i), members.get(i));
        }
    }

    /** BTF does not record how large a pointer is. */
    private long size(int type) {
        int id = btf.resolve(type);
        return switch (btf.kind(id)) {
            case PTR -> unit.abi().pointerSize();
            case ARRAY -> btf.arrayLength(id) * size(btf.element(id));
            case VOID, INT, STRUCT, UNION, ENUM, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FUNC_PROTO, VAR,
                    DATASEC,
                    FLOAT, DECL_TAG, TYPE_TAG, ENUM64 ->
                btf.size(id);
        };
    }

    private void compare(String path, MemberLayout ours, BtfMember theirs) {
        String name = path + "." + ours.member().name();
        long bits = theirs.bitWidth() > 0 ? theirs.bitWidth() : size(theirs.type()) * 8;
        if (!ours.member().name().equals(theirs.name()) || ours.bitOffset() != theirs.bitOffset()
                || ours.bits() != bits) {
            differences.add(name + " at bit " + ours.bitOffset() + " wide " + ours.bits() + "; the compiler has "
                    + theirs.name() + " at " + theirs.bitOffset() + " wide " + bits);
            return;
        }
        Type type = ours.member().type().bare();
        int id = btf.resolve(theirs.type());
        while (type instanceof Type.Array array && btf.kind(id) == BtfKind.ARRAY) {
            // BTF has one array type for each dimension, as we do
            type = array.element().bare();
            id = btf.resolve(btf.element(id));
        }
        if (type instanceof Type.Struct inner && inner.name().isEmpty()
                && (btf.kind(id) == BtfKind.STRUCT || btf.kind(id) == BtfKind.UNION)) {
            compare(name, inner, id);
        }
    }
}
