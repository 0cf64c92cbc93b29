package dev.ringspect.protocol.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.uring.UringFile;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;

/** What one file declares, names resolved. Immutable. */
public final class ProtocolModel {
    private final UringFile file;
    private final Optional<Protocol> protocol;
    private final List<Type.Struct> structs;
    private final List<Type.EnumType> enums;
    private final Map<String, Long> constants;
    private final List<Problem> problems;
    private final DeclarationIndex index;

    ProtocolModel(UringFile file, Optional<Protocol> protocol, List<Type.Struct> structs, List<Type.EnumType> enums,
            Map<String, Long> constants, List<Problem> problems, DeclarationIndex index) {
        this.file = file;
        this.protocol = protocol;
        this.structs = List.copyOf(structs);
        this.enums = List.copyOf(enums);
        this.constants = Map.copyOf(constants);
        this.problems = List.copyOf(problems);
        this.index = index;
    }

    /** Resolves {@code file}. */
    public static ProtocolModel of(UringFile file) {
        return new ModelBuilder(file).build();
    }

    /** Parses and resolves {@code text}. */
    public static ProtocolModel of(SourceText text) {
        return of(UringFile.parse(text));
    }

    /** The text it came from. */
    public SourceText source() {
        return file.source();
    }

    /** The syntax it came from. */
    public UringFile file() {
        return file;
    }

    /** The protocol, where the file declares one. */
    public Optional<Protocol> protocol() {
        return protocol;
    }

    /** Every complete struct and union with a tag, in the order of their ends: what a struct holds stands before it. */
    public List<Type.Struct> structs() {
        return structs;
    }

    /** Every enum, in order. */
    public List<Type.EnumType> enums() {
        return enums;
    }

    /** Every constant: enumerators, and names that {@code #define} gives a value. */
    public Map<String, Long> constants() {
        return constants;
    }

    /** What is wrong with the file, by place; the syntax's problems included. */
    public List<Problem> problems() {
        return problems;
    }

    /** What the name at {@code offset} declares or refers to. */
    public Optional<Declared> declaredAt(int offset) {
        return index.at(offset);
    }

    /** Where a field of a command is declared. */
    public Optional<Location> locate(FieldPath path) {
        return index.locate(path);
    }

    /** The fields of commands that the member or field declared at {@code where} is. */
    public List<FieldPath> usesOf(Location where) {
        return index.usesOf(where);
    }
}
