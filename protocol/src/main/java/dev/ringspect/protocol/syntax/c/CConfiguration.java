package dev.ringspect.protocol.syntax.c;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.syntax.c.pp.Ahead;
import dev.ringspect.protocol.syntax.c.pp.HeaderCache;
import dev.ringspect.protocol.syntax.c.pp.Preprocessor;
import dev.ringspect.protocol.syntax.c.pp.SystemHeaders;

/**
 * How C is read.
 *
 * @param abi the target
 * @param includePaths folders looked at after the including file's own and before the system's
 * @param system the system's folders
 * @param defines macros in the manner of {@code -D}: {@code NAME} or {@code NAME=value}
 * @param ahead headers that are read before the file
 * @param headers headers that were read before; shared, so that an edit in one file costs nothing for the others
 */
public record CConfiguration(Abi abi, List<Path> includePaths, SystemHeaders system, List<String> defines,
        List<Ahead> ahead, HeaderCache headers) {
    /** What a header needs that does not compile alone; {@link CTranslationUnit} includes it where it helps. */
    static final List<String> PRELUDE = List.of("stddef.h", "sys/types.h", "sys/socket.h", "linux/types.h");

    private static final Set<String> CPP = Set.of("cpp", "cc", "cxx", "hpp", "hh", "hxx");

    public CConfiguration {
        includePaths = List.copyOf(includePaths);
        defines = List.copyOf(defines);
        ahead = List.copyOf(ahead);
    }

    /** How C is read that no header is read before. */
    public CConfiguration(Abi abi, List<Path> includePaths, SystemHeaders system, List<String> defines,
            HeaderCache headers) {
        this(abi, includePaths, system, defines, List.of(), headers);
    }

    /** The usual folders of this machine's compiler, nothing else. */
    public static CConfiguration of(Abi abi) {
        return new CConfiguration(abi, List.of(), SystemHeaders.of(abi), List.of(), new HeaderCache());
    }

    /** No folder of the system: for texts that stand alone. */
    public static CConfiguration bare(Abi abi) {
        return new CConfiguration(abi, List.of(), SystemHeaders.none(), List.of(), new HeaderCache());
    }

    /** This configuration, with these folders. */
    public CConfiguration with(List<Path> folders) {
        return new CConfiguration(abi, folders, system, defines, ahead, headers);
    }

    /** The same for another target, whose headers are looked for where this one's are. */
    public CConfiguration in(Abi other) {
        SystemHeaders its = system.paths().isEmpty() ? system : headers.system(other);
        return new CConfiguration(other, includePaths, its, defines, ahead, headers);
    }

    /** This configuration as a compiler of C++ has it, where {@code uri} names a file of C++. */
    CConfiguration of(String uri) {
        if (!isCpp(uri)) {
            return this;
        }
        List<String> all = new ArrayList<>(List.of("__cplusplus=201703L", "__GNUG__=12"));
        all.addAll(defines);
        return new CConfiguration(abi, includePaths, system, all, ahead, headers);
    }

    /** Whether a file is C++ by its name. */
    static boolean isCpp(String uri) {
        return CPP.contains(uri.substring(uri.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    Preprocessor.Options options(List<String> prelude) {
        return new Preprocessor.Options(abi, includePaths, system, defines, ahead, prelude);
    }
}
