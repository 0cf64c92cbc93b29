package dev.ringspect.protocol.layout;

/** A member as C declares it. */
public final class Declaration {
    private Declaration() {}

    /** {@code __u8 name[16];}. */
    public static String of(Member member) {
        return of(member, 0);
    }

    /** The same, the name moved to {@code column}. */
    static String of(Member member, int column) {
        StringBuilder suffix = new StringBuilder();
        Type type = member.type();
        while (type instanceof Type.Array array) {
            suffix.append(array.count() == Type.Array.FLEXIBLE ? "[]" : "[" + array.count() + "]");
            type = array.element();
        }
        if (type instanceof Type.Pointer pointer && pointer.target() instanceof Type.Function) {
            return "void (*" + member.name() + suffix + ")();";
        }
        String base = type.display();
        String pad = base.endsWith("*") ? "" : " ";
        if (member.isBitField()) {
            suffix.append(member.name().isEmpty() ? ": " : " : ").append(member.bitWidth());
        }
        return base + pad + " ".repeat(Math.max(0, column - base.length() - pad.length())) + member.name() + suffix
                + ";";
    }
}
