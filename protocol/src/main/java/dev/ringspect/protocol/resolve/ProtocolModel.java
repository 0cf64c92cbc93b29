package dev.ringspect.protocol.resolve;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Declared;
import dev.ringspect.protocol.model.FieldPath;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.model.Send;
import dev.ringspect.protocol.resolve.type.DeclarationIndex;
import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.resolve.type.Types;
import dev.ringspect.protocol.syntax.uring.UringFile;
import dev.ringspect.protocol.text.Budget;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;
import dev.ringspect.protocol.text.Span;

/** What one file declares, names resolved. Immutable. */
public final class ProtocolModel {
    private final UringFile file;
    private final Optional<Protocol> protocol;
    private final List<Send> sends;
    private final Named names;
    private final List<Problem> problems;
    private final DeclarationIndex index;
    private final Types types;
    private final Environment environment;
    private final Map<Abi, ProtocolModel> others = new ConcurrentHashMap<>();

    /** Types, constants and files, as {@link ModelBuilder} found them. */
    record Named(List<Type.Struct> structs, List<Type.EnumType> enums, List<Type.Struct> imported,
            Map<String, Long> constants, Map<String, Location> constantPlaces, Map<String, Location> typedefPlaces,
            Set<String> dependencies) {
        Named {
            structs = List.copyOf(structs);
            enums = List.copyOf(enums);
            imported = List.copyOf(imported);
            constants = Map.copyOf(constants);
            constantPlaces = Map.copyOf(constantPlaces);
            typedefPlaces = Map.copyOf(typedefPlaces);
            dependencies = Set.copyOf(dependencies);
        }
    }

    ProtocolModel(UringFile file, Optional<Protocol> protocol, List<Send> sends, Named names,
            List<Problem> problems, DeclarationIndex index, Types types, Environment environment) {
        this.types = types;
        this.environment = environment;
        this.file = file;
        this.protocol = protocol;
        this.sends = List.copyOf(sends);
        this.names = names;
        this.problems = List.copyOf(problems);
        this.index = index;
    }

    /** Resolves {@code file}, with what it imports found in {@code environment}. */
    public static ProtocolModel of(UringFile file, Environment environment) {
        return new ModelBuilder(file, environment).build();
    }

    /**
     * Parses and resolves {@code text}, with what it imports found in {@code environment}. A text that is none, or that is
     * more than can be followed, is a model of nothing with a problem that says so.
     */
    public static ProtocolModel of(SourceText text, Environment environment) {
        if (text.length() > UringFile.LARGEST) {
            return refused(text, 0, "this is larger than 1 MiB, and no protocol file is; it is not looked into");
        }
        int zero = text.text().indexOf('\0');
        if (zero >= 0) {
            return refused(text, zero, "this is no text: it has a zero byte here");
        }
        try {
            return Budget.within(() -> of(UringFile.parse(text), environment));
        } catch (Budget.Ended ended) {
            if (!ended.exceeded()) {
                throw ended;
            }
            return refused(text, 0, "reading this file took more than " + Budget.SECONDS
                    + " s of processor time, and was given up; it declares or imports too much");
        } catch (StackOverflowError deep) {
            return refused(text, 0, "something in this file, or in what it imports, is nested too deeply");
        } catch (OutOfMemoryError big) {
            return refused(text, 0, "this file, with what it imports, needs more memory than there is");
        }
    }

    private static ProtocolModel refused(SourceText text, int at, String why) {
        Span place = new Span(at, Math.min(text.length(), at + 1));
        Problem problem = new Problem(place, Severity.ERROR, why);
        ProtocolModel nothing = of(UringFile.parse(SourceText.of(text.uri(), "")), Environment.bare(Sources.of()));
        return new ProtocolModel(UringFile.refused(text, problem), Optional.empty(), List.of(), nothing.names,
                List.of(problem), nothing.index, nothing.types, nothing.environment);
    }

    /** Parses and resolves a text that stands alone: it can import what lies beside it, and nothing of the system. */
    public static ProtocolModel of(SourceText text) {
        return of(text, Environment.bare(Sources.disk()));
    }

    /** The ABI that its types and numbers are of. */
    public Abi abi() {
        return types.abi();
    }

    /**
     * The same file read for programs of {@code abi}, its imports with that one's macros and headers: types, and numbers
     * made of their sizes, may be others there. Made when first asked for.
     */
    public ProtocolModel in(Abi abi) {
        if (abi == abi()) {
            return this;
        }
        ProtocolModel known = others.get(abi);
        if (known == null) {
            known = of(file, environment.in(abi));
            ProtocolModel first = others.putIfAbsent(abi, known);
            known = first == null ? known : first;
        }
        return known;
    }

    /** What {@code struct} of this model is in programs of {@code abi}; empty where nothing is called so there. */
    public Optional<Type.Struct> counterpart(Type.Struct struct, Abi abi) {
        if (abi == abi()) {
            return Optional.of(struct);
        }
        ProtocolModel other = in(abi);
        return other.type(struct.display()).map(Type::bare).filter(Type.Struct.class::isInstance)
                .map(Type.Struct.class::cast).filter(found -> other.unknown(found).isEmpty());
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

    /** The commands that the file wants to send, in order. */
    public List<Send> sends() {
        return sends;
    }

    /** Every complete struct and union with a tag that the file itself declares, in the order of their ends: what a struct holds stands before it. */
    public List<Type.Struct> structs() {
        return names.structs;
    }

    /**
     * The structs and unions of other files that the bytes of a command hold, or that a {@code refine} speaks about; what a
     * struct holds stands before it. One that comes from no text, such as from BTF, is not among them.
     */
    public List<Type.Struct> importedStructs() {
        return names.imported;
    }

    /**
     * Every struct and union with a name that the file or what it imports declares, and whose layout is known; of a BTF file
     * only those that were named.
     */
    public List<Type.Struct> allStructs() {
        return types.all();
    }

    /** Why the layout of {@code struct} can't be known, empty when it is. */
    public Optional<String> unknown(Type.Struct struct) {
        return types.unknown(struct);
    }

    /** Every enum of the file itself, in order. */
    public List<Type.EnumType> enums() {
        return names.enums;
    }

    /**
     * Every constant: enumerators, and names that {@code #define} gives a value, those of imported files included; of a BTF
     * file only those that were named.
     */
    public Map<String, Long> constants() {
        return names.constants;
    }

    /** The constant called {@code name}, of the file or of anything that it imports, whether or not the file names it. */
    public Optional<Long> constant(String name) {
        return types.constants().value(name);
    }

    /** The type that C calls {@code name}, of this file or imported: {@code struct point}, {@code enum color}, {@code __u32}. */
    public Optional<Type> type(String name) {
        return types.named(name);
    }

    /** The names of all types as C writes them, imported ones included; of a BTF file only those that were named. */
    public Set<String> typeNames() {
        return types.names();
    }

    /** Where the typedef called {@code name}, or the Rust type, is declared. */
    public Optional<Location> typedefPlace(String name) {
        return Optional.ofNullable(names.typedefPlaces.get(name));
    }

    /** What is wrong with the file, by place; the syntax's problems included. */
    public List<Problem> problems() {
        return problems;
    }

    /** What the name at {@code offset} declares or refers to. */
    public Optional<Declared> declaredAt(int offset) {
        return index.at(offset);
    }

    /** What the name at {@code offset} of another text declares that the file imports from there. */
    public Optional<Declared> declaredAt(String uri, int offset) {
        return index.at(uri, offset);
    }

    /** Where the thing is declared that {@code name} is or names, in this file or another; empty where no text does. */
    public Optional<Location> declarationOf(Declared name) {
        return switch (name) {
            case Declared.OfStruct struct -> struct.type().where();
            case Declared.OfMember member -> member.member().where();
            case Declared.OfEnum enumeration -> enumeration.type().where();
            case Declared.OfConstant constant -> constantPlace(constant.name());
            case Declared.OfTypedef typedef -> Optional.ofNullable(names.typedefPlaces.get(typedef.type().name()));
            case Declared.OfImport imported -> Optional.of(new Location(imported.uri(), new Span(0, 0)));
            case Declared.OfProtocol of -> Optional.of(of.protocol().where());
            case Declared.OfCommand command -> Optional.of(command.command().where());
            case Declared.OfSqeField field -> Optional.of(field.field().where());
        };
    }

    /** Where the constant called {@code name} is declared. */
    public Optional<Location> constantPlace(String name) {
        return Optional.ofNullable(names.constantPlaces.get(name));
    }

    /**
     * URIs of all other files that the model depends on: a change in one of them, or its coming to be where it was missing,
     * makes this model stale.
     */
    public Set<String> dependencies() {
        return names.dependencies;
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
