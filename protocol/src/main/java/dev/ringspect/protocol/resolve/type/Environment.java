package dev.ringspect.protocol.resolve.type;

import java.nio.file.Path;
import java.util.List;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.syntax.c.CConfiguration;
import dev.ringspect.protocol.text.Sources;

/**
 * What a protocol file is read in: where the files come from that it imports.
 *
 * @param sources the texts; open documents lie over the disk
 * @param c how C is read: the folders in which headers, Rust sources and BTF files are looked for after the protocol file's
 *     own, and the system's headers
 * @param btf BTF files that were read before
 */
public record Environment(Sources sources, CConfiguration c, BtfFiles btf) {
    /** These texts, no folder of the system: for protocol files that stand alone. */
    public static Environment bare(Sources sources) {
        return new Environment(sources, CConfiguration.bare(Abi.X86_64), new BtfFiles());
    }

    /** The files on disk and the system's headers. Keep it: it remembers what was read. */
    public static Environment disk() {
        return new Environment(Sources.disk(), CConfiguration.of(Abi.X86_64), new BtfFiles());
    }

    /** The same with other texts; what was read is remembered. */
    public Environment with(Sources other) {
        return new Environment(other, c, btf);
    }

    /** The same for programs of {@code abi}; what was read is remembered. */
    public Environment in(Abi abi) {
        return new Environment(sources, c.in(abi), btf);
    }

    /** The same with other folders to look into; what was read is remembered. */
    public Environment with(List<Path> folders) {
        return new Environment(sources, c.with(folders), btf);
    }
}
