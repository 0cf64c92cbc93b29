package dev.ringspect.protocol.syntax.c;

import java.nio.file.Path;
import java.util.List;

import dev.ringspect.protocol.layout.Abi;
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
 * @param headers headers that were read before; shared, so that an edit in one file costs nothing for the others
 */
public record CConfiguration(Abi abi, List<Path> includePaths, SystemHeaders system, List<String> defines,
        HeaderCache headers) {
    /** What a header needs that does not compile alone; {@link CTranslationUnit} includes it where it helps. */
    static final List<String> PRELUDE = List.of("stddef.h", "sys/types.h", "sys/socket.h", "linux/types.h");

    public CConfiguration {
        includePaths = List.copyOf(includePaths);
        defines = List.copyOf(defines);
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
        return new CConfiguration(abi, folders, system, defines, headers);
    }

    /** The same for another target, whose headers are looked for where this one's are. */
    public CConfiguration in(Abi other) {
        SystemHeaders its = system.paths().isEmpty() ? system : headers.system(other);
        return new CConfiguration(other, includePaths, its, defines, headers);
    }

    Preprocessor.Options options(List<String> prelude) {
        return new Preprocessor.Options(abi, includePaths, system, defines, prelude);
    }
}
